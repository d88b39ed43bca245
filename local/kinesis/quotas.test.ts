import { createStream } from "./actions/create-stream";
import { deleteStream } from "./actions/delete-stream";
import { splitShard } from "./actions/split-shard";
import { updateStreamMode } from "./actions/update-stream-mode";
import type { Kinesis } from "./kinesis";
import { kinesisWith } from "./kinesis-fixture";
import { quotasOf } from "./quotas";

function limitExceeded(message: string) {
  return expect.objectContaining({ code: "LimitExceededException", message: expect.stringContaining(message) });
}

function createMany(kinesis: Kinesis, count: number, settings: object): void {
  for (let made = 0; made < count; made++) createStream(kinesis, { StreamName: `stream-${made}`, ...settings });
}

describe("an account", () => {
  it("has the shards and the on-demand throughput of its region", () => {
    expect(quotasOf("eu-west-1")).toEqual({ shards: 20_000, onDemandStreams: 50, onDemandMiBps: 10_240 });
    expect(quotasOf("ap-northeast-1")).toEqual({ shards: 1_000, onDemandStreams: 50, onDemandMiBps: 200 });
  });

  it("has so many open shards in provisioned streams, created or split", () => {
    const { kinesis } = kinesisWith({ shards: 999 });
    createStream(kinesis, { StreamName: "on-demand" });
    expect(() => createStream(kinesis, { StreamName: "other", ShardCount: 2 })).toThrow(
      limitExceeded(
        "This request would exceed the shard limit for the account 000000000000 in ap-northeast-1. Current shard count " +
          "for the account: 999. Limit: 1000. Number of additional shards that would have resulted from this request: " +
          "2. Refer to the AWS Service Limits page",
      ),
    );
    createStream(kinesis, { StreamName: "other", ShardCount: 1 });
    const split = { StreamName: "other", ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" };
    expect(() => splitShard(kinesis, split)).toThrow(
      limitExceeded("shards that would have resulted from this request: 1."),
    );
    const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/on-demand";
    const provisioned = { StreamARN, StreamModeDetails: { StreamMode: "PROVISIONED" } };
    expect(() => updateStreamMode(kinesis, provisioned)).toThrow(
      limitExceeded("shards that would have resulted from this request: 4."),
    );
    deleteStream(kinesis, { StreamName: "other" });
    createStream(kinesis, { StreamName: "another", ShardCount: 1 });
  });

  it("has 50 on-demand streams, created or switched", () => {
    const { kinesis, stream } = kinesisWith();
    createMany(kinesis, 50, {});
    const refusal = limitExceeded("would exceed the on-demand stream limit for the account 000000000000");
    expect(() => createStream(kinesis, { StreamName: "one-too-many" })).toThrow(refusal);
    const onDemand = { StreamARN: stream.arn, StreamModeDetails: { StreamMode: "ON_DEMAND" } };
    expect(() => updateStreamMode(kinesis, onDemand)).toThrow(refusal);
    createStream(kinesis, { StreamName: "provisioned", ShardCount: 1 });
  });

  it("has five streams that come or go at a time", async () => {
    const { kinesis, clock } = kinesisWith({}, { transitionMs: 1_000 });
    await clock.advance(1_000);
    deleteStream(kinesis, { StreamName: "events" });
    createMany(kinesis, 4, { ShardCount: 1 });
    const one = { StreamName: "one-too-many", ShardCount: 1 };
    expect(() => createStream(kinesis, one)).toThrow(
      limitExceeded("the number of streams that can simultaneously be in CREATING or DELETING. Limit: 5"),
    );
    await clock.advance(1_000);
    createStream(kinesis, one);
  });

  it("has no quotas when limits are off", () => {
    const { kinesis } = kinesisWith({ shards: 1_001 }, { limits: false, transitionMs: 1_000 });
    createMany(kinesis, 60, {});
    expect(kinesis.streams()).toHaveLength(61);
  });
});
