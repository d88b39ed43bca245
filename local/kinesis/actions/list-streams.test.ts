import { kinesisWith } from "../kinesis-fixture";
import { describeStream } from "./describe-stream";
import { listStreams } from "./list-streams";

/** An account with streams `s000`, `s001` and so on, beside `events`. */
function withStreams(count: number) {
  const running = kinesisWith();
  for (let number = 0; number < count; number++) {
    running.kinesis.createStream({ name: `s${String(number).padStart(3, "0")}`, mode: "PROVISIONED", shards: 1 });
  }
  return running;
}

describe("ListStreams", () => {
  it("lists 100 streams at most, by name, and goes on by token or by name", () => {
    const { kinesis } = withStreams(101);
    const first = listStreams(kinesis, { Limit: 10_000 });
    expect([first.StreamNames.length, first.StreamNames[0], first.HasMoreStreams]).toEqual([100, "events", true]);
    const { NextToken } = first;
    for (const more of [{ NextToken }, { ExclusiveStartStreamName: "s098" }]) {
      const rest = listStreams(kinesis, more);
      expect([rest.StreamNames, rest.HasMoreStreams, rest.NextToken]).toEqual([["s099", "s100"], false, undefined]);
    }
  });

  it("takes a token for five minutes", async () => {
    const { kinesis, clock } = withStreams(1);
    const { NextToken } = listStreams(kinesis, { Limit: 1 });
    await clock.advance(300_001);
    expect(() => listStreams(kinesis, { NextToken })).toThrow(
      expect.objectContaining({ code: "ExpiredNextTokenException" }),
    );
  });
});

describe("DescribeStream", () => {
  it("shows 100 shards at most, and goes on after one", () => {
    const { kinesis } = kinesisWith({ shards: 101 });
    const page = (request: object) => {
      const { Shards, HasMoreShards } = describeStream(kinesis, { StreamName: "events", ...request }).StreamDescription;
      return [Shards.length, Shards[0]?.ShardId, HasMoreShards];
    };
    expect(page({ Limit: 10_000 })).toEqual([100, "shardId-000000000000", true]);
    expect(page({ Limit: 2 })).toEqual([2, "shardId-000000000000", true]);
    expect(page({ ExclusiveStartShardId: "shardId-000000000099" })).toEqual([1, "shardId-000000000100", false]);
  });
});
