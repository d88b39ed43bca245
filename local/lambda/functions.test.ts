import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { type Clock, realClock, VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { realRandom } from "../random";
import { type FunctionConfiguration, functionDefaults } from "./function-configuration";
import { Functions } from "./functions";

const endpointUrl = "http://localhost:4566";
let folder: string;
let functions: Functions | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-functions-"));
});

afterEach(async () => {
  await functions?.close();
  functions = undefined;
  rmSync(folder, { recursive: true });
});

/** Makes function `f` from the source of its `index.js`. */
async function create(source: string, settings: Partial<FunctionConfiguration> = {}, clock: Clock = realClock) {
  const lines: string[] = [];
  functions = new Functions({
    folder,
    accountId: "000000000000",
    region: "eu-west-1",
    endpointUrl: () => endpointUrl,
    clock,
    random: realRandom,
    metrics: noMetrics,
    onLogLine: (_, line) => lines.push(line),
  });
  const configuration = {
    ...functionDefaults,
    ...{ name: "f", runtime: "nodejs22.x", roleArn: "arn:aws:iam::000000000000:role/f", handler: "index.handler" },
    ...{ timeoutSeconds: 30, memoryMegabytes: 64, ...settings },
  };
  const fn = await functions.createFunction(configuration, packageOf(source));
  const runner = functions;
  return { fn, invoke: (event: unknown = {}) => runner.invoke("f", event), lines, close: () => runner.close() };
}

/** A deployment package with one file, `index.js`. */
function packageOf(source: string): Uint8Array {
  return zipSync({ "index.js": strToU8(source) });
}

function logFile(): string {
  return readFileSync(join(folder, "logs", "f.log"), "utf8");
}

describe("a function's time", () => {
  const source = `const loaded = Date.now();
    exports.handler = async () => [new Date().getFullYear(), Date(), new Date(0).getTime(), loaded, Date.UTC(1970, 0)];`;

  it("is the clock's, at each invocation", async () => {
    const clock = new VirtualClock(Date.UTC(2031, 5, 1));
    const { invoke } = await create(source, {}, clock);
    const first = await invoke();
    expect(first).toMatchObject({ payload: [2031, expect.stringContaining("Jun 01 2031"), 0, expect.any(Number), 0] });
    await clock.advance(400 * 24 * 3_600_000);
    expect(await invoke()).toMatchObject({
      payload: [2032, expect.stringContaining("2032"), 0, expect.any(Number), 0],
    });
  });

  it("is told to its modules too, when they are loaded", async () => {
    const startMs = Date.UTC(2031, 5, 1);
    const { invoke } = await create(source, {}, new VirtualClock(startMs));
    const answer = await invoke();
    const loadedMs =
      answer.kind === "success" && Array.isArray(answer.payload) ? Number(answer.payload[3]) : Number.NaN;
    expect(loadedMs).toBeGreaterThanOrEqual(startMs);
    expect(loadedMs).toBeLessThan(startMs + 3_600_000);
  });

  it("passes within an invocation, so that it does not wait for ever", async () => {
    const { invoke } = await create(
      `exports.handler = async (event, context) => {
         const left = context.getRemainingTimeInMillis();
         while (context.getRemainingTimeInMillis() === left);
         return "passed";
       };`,
      {},
      new VirtualClock(),
    );
    expect(await invoke()).toMatchObject({ payload: "passed" });
  });
});

describe("a handler's answer", () => {
  it("is what an async handler returns, after a round trip through JSON", async () => {
    const { invoke } = await create(
      `exports.handler = async (event) => ({ sum: event.a + event.b, at: new Date(0), gone: undefined });`,
    );
    expect(await invoke({ a: 1, b: 2 })).toMatchObject({
      kind: "success",
      payload: { sum: 3, at: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("is null when an async handler returns nothing", async () => {
    const { invoke } = await create(`exports.handler = async () => {};`);
    expect(await invoke()).toMatchObject({ kind: "success", payload: null });
  });

  it("is what a callback handler passes on, once the event loop is empty", async () => {
    const { invoke } = await create(
      `let finished = 0;
       exports.handler = (event, context, callback) => { setTimeout(() => finished++, 20); callback(null, finished); };`,
    );
    expect(await invoke()).toMatchObject({ kind: "success", payload: 0 });
    expect(await invoke()).toMatchObject({ kind: "success", payload: 1 });
  });

  it("does not wait for the event loop when the callback handler says so", async () => {
    const { invoke } = await create(
      `exports.handler = (event, context, callback) => {
         context.callbackWaitsForEmptyEventLoop = false;
         setInterval(() => {}, 1000);
         callback(null, "at once");
       };`,
    );
    expect(await invoke()).toMatchObject({ kind: "success", payload: "at once" });
  });

  it("is an error when a callback handler passes one", async () => {
    const { invoke } = await create(`exports.handler = (event, context, callback) => callback(new RangeError("no"));`);
    expect(await invoke()).toMatchObject({ kind: "error", errorType: "RangeError", errorMessage: "no" });
  });

  it("is null when the handler leaves nothing to wait for and never answers", async () => {
    const { invoke } = await create(`exports.handler = () => new Promise(() => {});`);
    expect(await invoke()).toMatchObject({ kind: "success", payload: null });
  });

  it("is an error when it is over 6 MB", async () => {
    const { invoke } = await create(`exports.handler = async () => "x".repeat(6291557);`);
    expect(await invoke()).toMatchObject({
      kind: "error",
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
  });

  it("is an error when it can't be written as JSON", async () => {
    const { invoke } = await create(`exports.handler = async () => 1n;`);
    expect(await invoke()).toMatchObject({ kind: "error", errorMessage: "Unable to stringify response body" });
  });
});

describe("a handler that fails", () => {
  it("keeps its environment when it throws", async () => {
    const { invoke } = await create(
      `let calls = 0; exports.handler = async () => { if (++calls === 1) throw new TypeError("first"); return calls; };`,
    );
    expect(await invoke()).toMatchObject({ kind: "error", errorType: "TypeError", errorMessage: "first" });
    expect(await invoke()).toMatchObject({ kind: "success", payload: 2 });
  });

  it("is ended at its timeout when it loops for ever, and the next invocation gets a new environment", async () => {
    const { invoke } = await create(`exports.handler = async (event) => { while (event.loop); return "fine"; };`, {
      timeoutSeconds: 1,
    });
    const looped = await invoke({ loop: true });
    expect(looped).toMatchObject({
      kind: "error",
      errorType: "Sandbox.Timedout",
      errorMessage: `RequestId: ${looped.requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(await invoke({ loop: false })).toMatchObject({ kind: "success", payload: "fine" });
  });

  it("is out of memory when its heap outgrows the function's", async () => {
    const { invoke } = await create(
      `exports.handler = async (event) => { const kept = []; while (event.leak) kept.push(new Array(1000).fill({})); return "fine"; };`,
      { memoryMegabytes: 16 },
    );
    const leaked = await invoke({ leak: true });
    expect(leaked).toMatchObject({
      kind: "error",
      errorType: "Runtime.OutOfMemory",
      errorMessage: `RequestId: ${leaked.requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(await invoke({ leak: false })).toMatchObject({ kind: "success", payload: "fine" });
  });

  it("reports the exit status when it exits the process", async () => {
    const { invoke } = await create(`exports.handler = async (event) => process.exit(event.status);`);
    const failed = await invoke({ status: 3 });
    expect(failed).toMatchObject({
      kind: "error",
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${failed.requestId} Error: Runtime exited with error: exit status 3`,
    });
    const left = await invoke({ status: 0 });
    expect(left).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${left.requestId} Error: Runtime exited without providing a reason`,
    });
  });

  it("ends with an error when its worker is killed in mid-invocation, and the next invocation runs afresh", async () => {
    const { invoke } = await create(
      `let calls = 0;
       exports.handler = (event, context, callback) => {
         if (event.die) setTimeout(() => process.exit(137), 5);
         else callback(null, ++calls);
       };`,
    );
    expect(await invoke({})).toMatchObject({ payload: 1 });
    expect(await invoke({ die: true })).toMatchObject({ kind: "error", errorType: "Runtime.ExitError" });
    expect(await invoke({})).toMatchObject({ payload: 1 });
  });

  it("reports an unhandled rejection", async () => {
    const { invoke } = await create(
      `exports.handler = () => { Promise.reject(new Error("lost")); return new Promise((resolve) => setTimeout(resolve, 1000)); };`,
    );
    expect(await invoke()).toMatchObject({
      kind: "error",
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "Error: lost",
    });
  });

  it("reports an uncaught exception", async () => {
    const { invoke } = await create(
      `exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError("late"); }, 1));`,
    );
    expect(await invoke()).toMatchObject({ kind: "error", errorType: "RangeError", errorMessage: "late" });
  });

  it("reports a module that is not there", async () => {
    const { invoke } = await create(`require("not-there"); exports.handler = async () => {};`);
    expect(await invoke()).toMatchObject({
      kind: "error",
      errorType: "Runtime.ImportModuleError",
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'not-there'/),
    });
  });

  it("reports code that does not parse", async () => {
    const { invoke } = await create(`exports.handler = async () => {`);
    expect(await invoke()).toMatchObject({ kind: "error", errorType: "Runtime.UserCodeSyntaxError" });
  });

  it("reports a module that throws when it is loaded", async () => {
    const { invoke } = await create(`throw new RangeError("at import");`);
    expect(await invoke()).toMatchObject({ kind: "error", errorType: "RangeError", errorMessage: "at import" });
  });

  it("is ended after Lambda's ten seconds for a start when its module loops for ever", async () => {
    const clock = new VirtualClock();
    const { invoke } = await create(`while (true);`, {}, clock);
    const looped = invoke();
    await clock.advance(10_000);
    expect(await looped).toMatchObject({
      kind: "error",
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 10\.00 seconds$/),
    });
  });

  it("reports a handler that is not exported", async () => {
    const { invoke } = await create(`exports.other = async () => {};`);
    expect(await invoke()).toMatchObject({
      kind: "error",
      errorType: "Runtime.HandlerNotFound",
      errorMessage: "index.handler is undefined or not exported",
    });
  });
});

describe("concurrency", () => {
  it("throttles beyond the reserved concurrency, and never queues", async () => {
    const { invoke, fn } = await create(
      `exports.handler = () => new Promise((resolve) => setTimeout(() => resolve("done"), 100));`,
    );
    functions?.reserveConcurrency(fn, 2);
    const kinds = (await Promise.all([invoke(), invoke(), invoke()])).map(({ kind }) => kind);
    expect(kinds).toEqual(["success", "success", "throttled"]);
    expect((await invoke()).kind).toBe("success");
  });

  it("reuses a warm environment, and ends it after five idle minutes", async () => {
    const clock = new VirtualClock();
    const { invoke } = await create(`let calls = 0; exports.handler = async () => ++calls;`, {}, clock);
    expect(await invoke()).toMatchObject({ payload: 1 });
    await clock.advance(4 * 60_000);
    expect(await invoke()).toMatchObject({ payload: 2 });
    await clock.advance(5 * 60_000);
    expect(await invoke()).toMatchObject({ payload: 1 });
  });

  it("does not reuse an environment that died while it was idle", async () => {
    const { invoke, lines } = await create(
      `let calls = 0;
       exports.handler = async () => { setTimeout(() => { throw new Error("in the background"); }, 1); return ++calls; };`,
    );
    expect(await invoke()).toMatchObject({ payload: 1 });
    while (!lines.some((line) => line.includes("in the background")))
      await new Promise((resolve) => setTimeout(resolve, 5));
    // That it died comes by another way than what it printed, and no later than the next turn.
    await new Promise(setImmediate);
    expect(await invoke()).toMatchObject({ payload: 1 });
  });

  it("ends invocations under way when it is closed", async () => {
    const { invoke, close } = await create(
      `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));`,
    );
    const cut = invoke();
    await close();
    expect(await cut).toMatchObject({ kind: "error", errorType: "Runtime.ExitError" });
  });
});

describe("what a function sees", () => {
  it("is Lambda's context", async () => {
    const { invoke } = await create(
      `exports.handler = async (event, context) => ({ ...context, remainingMs: context.getRemainingTimeInMillis() });`,
    );
    const invocation = await invoke();
    expect(invocation).toMatchObject({
      payload: {
        awsRequestId: invocation.requestId,
        functionName: "f",
        functionVersion: "$LATEST",
        invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:f",
        memoryLimitInMB: "64",
        logGroupName: "/aws/lambda/f",
        logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      },
    });
    const { remainingMs } = JSON.parse(JSON.stringify(invocation)).payload;
    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThanOrEqual(30_000);
  });

  it("is its own variables and Lambda's, and none of the host's", async () => {
    process.env.WEIR_TEST_SECRET = "of the host";
    const { invoke } = await create(`exports.handler = async () => process.env;`, {
      environment: { TABLE_NAME: "t", AWS_ENDPOINT_URL: "https://elsewhere" },
    });
    const { payload } = JSON.parse(JSON.stringify(await invoke()));
    delete process.env.WEIR_TEST_SECRET;
    expect(payload).toMatchObject({
      TABLE_NAME: "t",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_LAMBDA_FUNCTION_NAME: "f",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "64",
    });
    expect(payload).not.toHaveProperty("WEIR_TEST_SECRET");
    expect(payload).not.toHaveProperty("PATH");
  });
});

describe("the log", () => {
  it("has Lambda's lines around what the function prints", async () => {
    const { invoke, lines, close } = await create(
      `exports.handler = async () => { console.log("two", { lines: 1 }); process.stdout.write("raw\\n"); };`,
    );
    const { requestId } = await invoke();
    await close();
    expect(lines).toEqual([
      `START RequestId: ${requestId} Version: $LATEST`,
      expect.stringMatching(`^\\d{4}-.*Z\t${requestId}\tINFO\ttwo { lines: 1 }$`),
      "raw",
      `END RequestId: ${requestId}`,
      expect.stringMatching(
        /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 64 MB\tMax Memory Used: \d+ MB\t$/,
      ),
    ]);
    expect(logFile().slice(0, -1).split("\n")).toEqual(lines);
  });

  it("says what a handler threw, and where", async () => {
    const { invoke, close } = await create(`exports.handler = async () => { throw new Error("in the log"); };`);
    await invoke();
    await close();
    expect(logFile()).toMatch(/\tERROR\tInvoke Error .*"errorMessage":"in the log".*index\.js:1/);
  });

  it("has the last words of a function that exits, before its END line", async () => {
    const { invoke, lines, close } = await create(
      `exports.handler = () => new Promise(() => process.stdout.write("last words\\n".repeat(1000), () => process.exit(1)));`,
    );
    const { requestId } = await invoke();
    await close();
    expect(lines.filter((line) => line === "last words")).toHaveLength(1000);
    expect(lines.slice(-2)).toEqual([
      `END RequestId: ${requestId}`,
      expect.stringMatching(/\tStatus: error\tError Type: Runtime\.ExitError\t$/),
    ]);
  });

  it("takes 20 MB from a function that prints without a pause", async () => {
    const { invoke, lines, close } = await create(
      `exports.handler = async () => {
         for (let line = 0; line < 20 * 1024; line++) console.log("x".repeat(1024));
         return "printed";
       };`,
      { memoryMegabytes: 256 },
    );
    expect(await invoke()).toMatchObject({ kind: "success", payload: "printed" });
    await close();
    expect(lines.filter((line) => line.endsWith("x".repeat(1024)))).toHaveLength(20 * 1024);
    expect(lines.at(-2)).toMatch(/^END RequestId/);
  });

  it("cuts a line that never ends into pieces", async () => {
    const { invoke, lines, close } = await create(
      `exports.handler = () => new Promise((resolve) => process.stdout.write("x".repeat(3_000_000), () => resolve()));`,
    );
    await invoke();
    await close();
    const pieces = lines.filter((line) => line.startsWith("x"));
    expect(pieces.join("")).toHaveLength(3_000_000);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(3_000_000);
  });
});

it("answers an unknown function as Lambda does", async () => {
  await create("");
  await expect(functions?.invoke("missing", {})).rejects.toMatchObject({ code: "ResourceNotFoundException" });
});
