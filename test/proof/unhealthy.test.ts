import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Environment, loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { Proof } from "./proof";

let environment: Environment;
let proof: Proof;
let sqs: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  environment = loadEnvironment("dev");
  proof = await Proof.start(environment);
  const { url: endpoint, region } = proof.platform;
  const settings = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  sqs = new SQSClient(settings);
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "pager" })));
  const Endpoint = `arn:aws:sqs:${region}:${environment.account}:pager`;
  const TopicArn = namesOf(environment).topic("page").arn;
  const subscription = { Action: "Subscribe", Version: "2010-03-31", TopicArn, Protocol: "sqs", Endpoint };
  const raw = { "Attributes.entry.1.key": "RawMessageDelivery", "Attributes.entry.1.value": "true" };
  const answer = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ ...subscription, ...raw }) });
  expect(answer.status).toBe(200);
}, 300_000);

afterAll(async () => {
  sqs?.destroy();
  await proof?.stop();
}, 60_000);

afterEach(async () => {
  await proof.mend();
  await proof.run(20);
  await pages();
}, 120_000);

/** The alarms that woke somebody since this was asked last. */
async function pages(): Promise<string[]> {
  const woke: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return woke;
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const states = Messages.map(({ Body = "" }) => JSON.parse(Body) as Record<"AlarmName" | "NewStateValue", string>);
    woke.push(...states.filter((state) => state.NewStateValue === "ALARM").map(({ AlarmName }) => AlarmName));
  }
}

const symptom = { kind: "stall", on: "application" };
const cause = { kind: "fail", on: "application" };
const jobLate = "kinesis-streaming-dev-analytics-job-late";
const checkpointsFailing = "kinesis-streaming-dev-analytics-checkpoints-failing";
const unhealthy = "kinesis-streaming-dev-data-stream-unhealthy";

/** Longer than the symptom takes to show, and a page to be held back no longer. */
const minutes = 26;

describe("an unhealthy pipeline", () => {
  it.each([
    ["data that is late without a cause", symptom, jobLate],
    ["trouble that makes no data late", cause, checkpointsFailing],
  ])(
    "wakes nobody for %s",
    async (_what, fault, alarm) => {
      await proof.set({ faults: [fault] });
      await proof.run(minutes);
      expect(proof.firing()).toEqual([alarm]);
      expect(await pages()).toEqual([]);
    },
    180_000,
  );

  it("wakes somebody once for data that is late with a cause", async () => {
    await proof.set({ faults: [symptom, cause] });
    await proof.run(minutes);
    expect(proof.firing().sort()).toEqual([checkpointsFailing, jobLate, unhealthy]);
    expect(await pages()).toEqual([unhealthy]);
  }, 180_000);

  it("wakes nobody while a deployment changes it", async () => {
    await proof.set({ faults: [symptom, cause] });
    await proof.run(minutes, { isDeploying: true });
    const deployWindow = namesOf(environment).deployWindowAlarm.name;
    expect(proof.firing().sort()).toEqual([checkpointsFailing, deployWindow, jobLate, unhealthy].sort());
    await proof.mend();
    await proof.run(20);
    expect(proof.firing()).toEqual([]);
    expect(await pages()).toEqual([]);
  }, 240_000);
});
