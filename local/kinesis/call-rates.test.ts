import { CreateStreamCommand, KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { startEndpoint } from "../server/endpoint";
import { callLimit } from "./call-rates";
import type { Kinesis } from "./kinesis";
import { kinesisWith } from "./kinesis-fixture";
import { kinesisService } from "./service";

const StreamName = "events";
const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";
const ConsumerARN = `${StreamARN}/consumer/reader:1`;

function limitOf(kinesis: Kinesis, operation: string): (input: unknown) => void {
  const limit = callLimit(kinesis, operation);
  if (!limit) throw new Error(`${operation} has no limit`);
  return limit;
}

function rateExceeded(of: string) {
  return expect.objectContaining({ code: "LimitExceededException", message: `Rate exceeded for ${of}.` });
}

describe("the calls a second that AWS takes of an operation", () => {
  it.each([
    ["CreateStream", 5],
    ["DeleteStream", 5],
    ["DescribeStream", 10],
    ["DescribeStreamSummary", 20],
    ["ListShards", 1_000],
    ["SplitShard", 5],
    ["MergeShards", 5],
    ["UpdateShardCount", 10],
  ])("are, for %s, %i", async (operation, calls) => {
    const { kinesis, clock } = kinesisWith();
    const call = limitOf(kinesis, operation);
    const refusal = rateExceeded("stream events under account 000000000000");
    for (let called = 0; called < calls; called++) call(called % 2 === 0 ? { StreamName } : { StreamARN });
    expect(() => call({ StreamName })).toThrow(refusal);
    expect(() => call({ StreamARN })).toThrow(refusal);
    await clock.advance(1_000);
    call({ StreamName });
  });

  it("are those of all streams together, or of each by itself", () => {
    const { kinesis } = kinesisWith();
    kinesis.createStream({ name: "other", mode: "ON_DEMAND" });
    const describe = limitOf(kinesis, "DescribeStream");
    for (let called = 0; called < 10; called++) describe({ StreamName });
    expect(() => describe({ StreamName: "other" })).toThrow(rateExceeded("stream other under account 000000000000"));
    const deregister = limitOf(kinesis, "DeregisterStreamConsumer");
    for (let called = 0; called < 5; called++) deregister(called % 2 === 0 ? { StreamARN } : { ConsumerARN });
    expect(() => deregister({ ConsumerARN })).toThrow(rateExceeded("stream events under account 000000000000"));
    deregister({ StreamARN: StreamARN.replace("events", "other") });
  });

  it.each([null, [], "text", {}, { StreamName: 7 }, { StreamName: "nowhere" }])(
    "leave it to the operation to refuse an input as bad as %j",
    (input) => {
      const { kinesis } = kinesisWith();
      const list = limitOf(kinesis, "ListShards");
      for (let called = 0; called < 1_001; called++) list(input);
    },
  );

  it("are the account's where no stream is named", () => {
    const { kinesis } = kinesisWith();
    const list = limitOf(kinesis, "ListStreams");
    for (let called = 0; called < 5; called++) list({});
    expect(() => list({})).toThrow(rateExceeded("account 000000000000"));
  });

  it("do not limit what a shard's rates do, nor anything when limits are off", () => {
    expect(callLimit(kinesisWith().kinesis, "PutRecords")).toBeUndefined();
    expect(callLimit(kinesisWith({}, { limits: false }).kinesis, "ListStreams")).toBeUndefined();
  });

  it("hold at the endpoint, where a client sees AWS's error", async () => {
    const { kinesis } = kinesisWith();
    const { accountId, region } = kinesis;
    const endpoint = await startEndpoint({ port: 0, services: [kinesisService(kinesis)], accountId, region });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const client = new KinesisClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
    try {
      const create = (name: string) => client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
      for (const name of ["one", "two", "three", "four", "five"]) await create(name);
      await expect(create("six")).rejects.toMatchObject({
        name: "LimitExceededException",
        message: "Rate exceeded for stream six under account 000000000000.",
      });
      const { StreamNames } = await client.send(new ListStreamsCommand({}));
      expect(StreamNames).toEqual(["events", "five", "four", "one", "three", "two"]);
    } finally {
      client.destroy();
      await endpoint.close();
    }
  });
});
