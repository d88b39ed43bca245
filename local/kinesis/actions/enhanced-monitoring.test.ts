import { kinesisWith } from "../kinesis-fixture";
import { shardLevelMetrics } from "../stream-properties";
import { describeStream } from "./describe-stream";
import { disableEnhancedMonitoring } from "./disable-enhanced-monitoring";
import { enableEnhancedMonitoring } from "./enable-enhanced-monitoring";

const StreamName = "events";

describe("Enhanced monitoring", () => {
  it("answers what was measured, and what will be", () => {
    const { kinesis, stream } = kinesisWith();
    const named = { StreamName, StreamARN: stream.arn };
    expect(enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: ["OutgoingBytes"] })).toEqual({
      ...named,
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ["OutgoingBytes"],
    });
    const more = ["IncomingBytes", "OutgoingBytes"];
    expect(enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: ["IncomingBytes"] })).toEqual({
      ...named,
      CurrentShardLevelMetrics: ["OutgoingBytes"],
      DesiredShardLevelMetrics: more,
    });
    const fewer = { StreamARN: stream.arn, ShardLevelMetrics: ["OutgoingBytes", "IncomingRecords"] };
    expect(disableEnhancedMonitoring(kinesis, fewer)).toEqual({
      ...named,
      CurrentShardLevelMetrics: more,
      DesiredShardLevelMetrics: ["IncomingBytes"],
    });
  });

  it("takes ALL for each of the seven metrics", () => {
    const { kinesis } = kinesisWith();
    const all = { StreamName, ShardLevelMetrics: ["ALL"] };
    const shown = () => describeStream(kinesis, { StreamName }).StreamDescription.EnhancedMonitoring;
    expect(enableEnhancedMonitoring(kinesis, all).DesiredShardLevelMetrics).toEqual(shardLevelMetrics);
    expect(shown()).toEqual([{ ShardLevelMetrics: shardLevelMetrics }]);
    expect(disableEnhancedMonitoring(kinesis, all).DesiredShardLevelMetrics).toEqual([]);
    expect(shown()).toEqual([{ ShardLevelMetrics: [] }]);
  });

  it("changes when the stream is ACTIVE again", async () => {
    const { kinesis, clock, stream } = kinesisWith({}, { transitionMs: 1_000 });
    await clock.advance(1_000);
    enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: ["ALL"] });
    expect([stream.status, stream.properties.shardLevelMetrics]).toEqual(["UPDATING", []]);
    await clock.advance(1_000);
    expect([stream.status, stream.properties.shardLevelMetrics]).toEqual(["ACTIVE", shardLevelMetrics]);
  });

  it("names the words there are for one that is none of them", () => {
    const { kinesis } = kinesisWith();
    expect(() => enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: ["ALL", "Latency"] })).toThrow(
      "1 validation error detected: Value '[ALL, Latency]' at 'shardLevelMetrics' failed to satisfy constraint: Member " +
        "must satisfy constraint: [Member must satisfy enum value set: [IncomingBytes, IncomingRecords, OutgoingBytes, " +
        "OutgoingRecords, WriteProvisionedThroughputExceeded, ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, " +
        "ALL]]",
    );
  });
});
