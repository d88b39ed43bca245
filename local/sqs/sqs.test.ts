import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { realClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createSqs, type Sqs } from "./sqs";

const accountId = "000000000000";
const region = "ap-northeast-1";
const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;

describe("SQS behind the endpoint", () => {
  let sqs: Sqs;
  let endpoint: Endpoint;
  let client: SQSClient;

  beforeEach(async () => {
    sqs = createSqs({ accountId, region, clock: realClock, metrics: noMetrics });
    endpoint = await startEndpoint({ port: 0, services: [sqs.service], accountId, region });
    client = new SQSClient({
      endpoint: endpoint.url,
      region,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  const urlOf = async (name: string) => (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  const receive = async (name: string, VisibilityTimeout = 30) => {
    const QueueUrl = await urlOf(name);
    const input = { QueueUrl, VisibilityTimeout, WaitTimeSeconds: 1, MessageSystemAttributeNames: ["All" as const] };
    return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };

  it("gives a client what the host sent, at a queue URL that leads back to the endpoint", async () => {
    await sqs.createQueue("failures");
    await sqs.sendMessage(arnOf("failures"), '{"KinesisBatchInfo":"<&>"}');
    expect(await urlOf("failures")).toBe(`${endpoint.url}/${accountId}/failures`);
    expect((await receive("failures")).map(({ Body }) => Body)).toEqual(['{"KinesisBatchInfo":"<&>"}']);
  });

  it("moves a message that was received too often to the dead-letter queue", async () => {
    await sqs.createQueue("dead");
    const redrive = { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 1 };
    await sqs.createQueue("work", { RedrivePolicy: JSON.stringify(redrive) });
    await client.send(new SendMessageCommand({ QueueUrl: await urlOf("work"), MessageBody: "again" }));
    expect(await receive("work", 0)).toHaveLength(1);
    let dead = await receive("dead");
    while (dead.length === 0) dead = await receive("dead");
    expect(dead.map(({ Body }) => Body)).toEqual(["again"]);
    expect(await receive("work", 0)).toEqual([]);
  });

  it("makes queues on request, and refuses one whose dead-letter queue does not exist", async () => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "made" }));
    expect(QueueUrl).toBe(`${endpoint.url}/${accountId}/made`);
    const redrive = { deadLetterTargetArn: arnOf("missing"), maxReceiveCount: 3 };
    await expect(sqs.createQueue("work", { RedrivePolicy: JSON.stringify(redrive) })).rejects.toMatchObject({
      message: expect.stringContaining("RedrivePolicy"),
    });
  });

  const send = async (name: string, ...bodies: string[]) => {
    for (const body of bodies) await sqs.sendMessage(arnOf(name), body);
  };
  const countsOf = async (name: string) => {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const input = { QueueUrl: await urlOf(name), AttributeNames: [...AttributeNames] };
    const { Attributes } = await client.send(new GetQueueAttributesCommand(input));
    return AttributeNames.map((attribute) => Number(Attributes?.[attribute]));
  };

  it("answers a long poll as soon as there is a message", async () => {
    await sqs.createQueue("slow", { ReceiveMessageWaitTimeSeconds: "20" });
    const QueueUrl = await urlOf("slow");
    const polling = client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "here" }));
    expect((await polling).Messages).toHaveLength(1);
  });

  it("counts apart what can be received and what is in flight", async () => {
    await sqs.createQueue("counted");
    await send("counted", "one", "two", "three");
    expect(await receive("counted")).toHaveLength(1);
    expect(await countsOf("counted")).toEqual([2, 1]);
  });

  it("purges at once, and only what was there", async () => {
    await sqs.createQueue("purged");
    await send("purged", "one", "two");
    await client.send(new PurgeQueueCommand({ QueueUrl: await urlOf("purged") }));
    await send("purged", "three");
    expect((await receive("purged")).map(({ Body }) => Body)).toEqual(["three"]);
    const QueueUrl = (await urlOf("purged"))?.replace("purged", "absent");
    await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  it("says what is wrong with a wait", async () => {
    await sqs.createQueue("waited");
    const input = { QueueUrl: await urlOf("waited"), WaitTimeSeconds: 21 };
    await expect(client.send(new ReceiveMessageCommand(input))).rejects.toThrow("Must be >= 0 and <= 20");
  });

  it("refuses a message to a queue that does not exist", async () => {
    await expect(sqs.sendMessage(arnOf("missing"), "lost")).rejects.toMatchObject({
      name: "com.amazonaws.sqs#QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
    await expect(urlOf("missing")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });
});
