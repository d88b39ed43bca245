import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { VirtualClock } from "../clock";
import { newFunction, type StartedLambda, startLambda } from "./lambda-fixture";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let clock: VirtualClock;
let lambda: StartedLambda;

beforeEach(async () => {
  clock = new VirtualClock();
  lambda = await startLambda({ clock });
});

afterEach(() => lambda.close());

/** Logs `called` with each call, and fails the first `failures` of them. */
const failing = (failures: number) =>
  `let calls = 0;
   exports.handler = async () => { process.stdout.write("called\\n"); if (++calls <= ${failures}) throw new Error("no"); };`;

/** Makes a function and sends it an event that nobody waits for: gives the request's id. */
async function send(source: string): Promise<string> {
  await lambda.client.send(new CreateFunctionCommand(newFunction("f", source)));
  const event = new InvokeCommand({ FunctionName: "f", InvocationType: "Event", Payload: Buffer.from(`{"a":1}`) });
  const { StatusCode, $metadata } = await lambda.client.send(event);
  expect(StatusCode).toBe(202);
  return $metadata.requestId ?? "";
}

const calls = () => lambda.lines.filter((line) => line === "called").length;

/** Waits until as many invocations have ended, each of which is written to the log with its id. */
async function ended(invocations: number, requestId: string): Promise<void> {
  const ends = () => lambda.lines.filter((line) => line === `END RequestId: ${requestId}`).length;
  while (ends() < invocations) await new Promise(setImmediate);
  await clock.advance(0);
}

describe("an event that nobody waits for", () => {
  it("reaches its function once, under the id of its request", async () => {
    const requestId = await send(`exports.handler = async (event) => process.stdout.write("got " + event.a + "\\n");`);
    await ended(1, requestId);
    await clock.advance(hourMs);
    expect(lambda.lines.filter((line) => line.startsWith("got"))).toEqual(["got 1"]);
  });

  it("is tried again after one minute and after two more when the function fails, and then given up", async () => {
    const requestId = await send(failing(3));
    await ended(1, requestId);
    await clock.advance(minuteMs - 1);
    expect(calls()).toBe(1);
    await clock.advance(1);
    await ended(2, requestId);
    await clock.advance(2 * minuteMs - 1);
    expect(calls()).toBe(2);
    await clock.advance(1);
    await ended(3, requestId);
    await clock.advance(hourMs);
    expect(calls()).toBe(3);
    expect(lambda.notices).toEqual([`f: the event ${requestId} was given up: the function failed 3 times`]);
  });

  it("is done when a retry succeeds", async () => {
    const requestId = await send(failing(1));
    await ended(1, requestId);
    await clock.advance(minuteMs);
    await ended(2, requestId);
    await clock.advance(hourMs);
    expect(calls()).toBe(2);
    expect(lambda.notices).toEqual([]);
  });

  it("waits while the function is throttled, and uses no retry", async () => {
    await lambda.client.send(new CreateFunctionCommand(newFunction("f", failing(2))));
    const fn = lambda.functions.find("f");
    if (!fn) throw new Error("the function was not made");
    lambda.functions.reserveConcurrency(fn, 0);
    const event = new InvokeCommand({ FunctionName: "f", InvocationType: "Event" });
    const { $metadata } = await lambda.client.send(event);
    await clock.advance(hourMs);
    expect(calls()).toBe(0);
    lambda.functions.reserveConcurrency(fn, undefined);
    // After 1 + 2 + 4 … + 256 s every 300 s: at 3,811 s, and the hour has 3,600.
    await clock.advance(210_999);
    expect(lambda.lines).toEqual([]);
    await clock.advance(1);
    await ended(1, $metadata.requestId ?? "");
    await clock.advance(minuteMs);
    await ended(2, $metadata.requestId ?? "");
    await clock.advance(2 * minuteMs);
    await ended(3, $metadata.requestId ?? "");
    expect(lambda.notices).toEqual([]);
  });

  it("is given up when it was throttled for six hours", async () => {
    await lambda.client.send(new CreateFunctionCommand(newFunction("f")));
    const fn = lambda.functions.find("f");
    if (!fn) throw new Error("the function was not made");
    lambda.functions.reserveConcurrency(fn, 0);
    const { $metadata } = await lambda.client.send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
    await clock.advance(5 * hourMs);
    expect(lambda.notices).toEqual([]);
    await clock.advance(hourMs);
    expect(lambda.notices).toEqual([`f: the event ${$metadata.requestId} was given up: it waited for six hours`]);
  });

  it("is given up when its function is deleted", async () => {
    const requestId = await send(failing(1));
    await ended(1, requestId);
    const fn = lambda.functions.find("f");
    if (fn) await lambda.functions.deleteFunction(fn);
    await clock.advance(minuteMs);
    expect(lambda.notices).toEqual([`f: the event ${requestId} was given up: the function is gone`]);
  });
});
