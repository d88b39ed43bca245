import fc from "fast-check";
import { VirtualClock } from "../../local/clock";
import { enableEnhancedMonitoring } from "../../local/kinesis/actions/enable-enhanced-monitoring";
import { getRecords } from "../../local/kinesis/actions/get-records";
import { getShardIterator } from "../../local/kinesis/actions/get-shard-iterator";
import { putRecord } from "../../local/kinesis/actions/put-record";
import { putRecords } from "../../local/kinesis/actions/put-records";
import { Kinesis } from "../../local/kinesis/kinesis";
import { base64 } from "../../local/kinesis/kinesis-fixture";
import { seededRandom } from "../../local/random";
import { measuredOn } from "./measured";

const StreamName = "events";
const record = fc.record({ key: fc.nat(9), bytes: fc.constantFrom(1, 200, 100_000, 700_000) });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      records: fc.array(record, { minLength: 1, maxLength: 12 }),
    }),
  },
  fc.record({ kind: fc.constant("put-one" as const), record }),
  fc.record({ kind: fc.constant("read" as const), shard: fc.nat(2) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 61_000) }),
);

/** What AWS's answers say was done. */
interface Told {
  sent: number;
  taken: number;
  takenBytes: number;
  throttled: number;
  read: number;
  reads: number;
  throttledReads: number;
}

describe("the metrics of a stream", () => {
  it("agree with what its producers and readers were told, and are the sums of its shards'", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const clock = new VirtualClock();
        const { recorder, statistic } = measuredOn(clock);
        const account = { accountId: "000000000000", region: "eu-west-1" };
        const kinesis = new Kinesis({ clock, random: seededRandom(1), metrics: recorder, ...account, limits: true });
        kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 3 });
        enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: ["ALL"] });
        const shardIds = kinesis
          .stream(StreamName)
          .shards()
          .map(({ shardId }) => shardId);
        const told: Told = {
          sent: 0,
          taken: 0,
          takenBytes: 0,
          throttled: 0,

          read: 0,
          reads: 0,
          throttledReads: 0,
        };
        const take = (bytes: number, isTaken: boolean) => {
          if (isTaken) {
            told.taken++;
            told.takenBytes += bytes;
          } else told.throttled++;
        };
        const iterate = () =>
          shardIds.map(
            (ShardId) =>
              getShardIterator(kinesis, { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" }).ShardIterator,
          );
        let iterators = iterate();
        for (const todo of steps) {
          if (todo.kind === "wait") {
            await clock.advance(todo.ms);
            iterators = iterate();
          } else if (todo.kind === "put") {
            const Records = todo.records.map(({ key, bytes }) => ({
              PartitionKey: String(key),
              Data: base64("x".repeat(bytes)),
            }));
            const answer = putRecords(kinesis, { StreamName, Records });
            told.sent += Records.length;
            for (const [at, entry] of answer.Records.entries())
              take((todo.records[at]?.bytes ?? 0) + 1, "SequenceNumber" in entry);
          } else if (todo.kind === "put-one") {
            const { key, bytes } = todo.record;
            const isTaken = succeeds(() =>
              putRecord(kinesis, { StreamName, PartitionKey: String(key), Data: base64("x".repeat(bytes)) }),
            );
            take(bytes + 1, isTaken);
          } else {
            const ShardIterator = iterators[todo.shard];
            const isRead = succeeds(() => {
              told.read += getRecords(kinesis, { ShardIterator }).Records.length;
            });
            if (isRead) told.reads++;
            else told.throttledReads++;
          }
        }
        const sum = (name: string, ShardId?: string) =>
          statistic("AWS/Kinesis", name, ShardId === undefined ? { StreamName } : { StreamName, ShardId }, "Sum") ?? 0;
        const ofShards = (name: string) => shardIds.reduce((all, shardId) => all + sum(name, shardId), 0);
        expect(sum("PutRecords.TotalRecords")).toBe(told.sent);
        expect(sum("PutRecords.TotalRecords")).toBe(
          sum("PutRecords.SuccessfulRecords") + sum("PutRecords.FailedRecords") + sum("PutRecords.ThrottledRecords"),
        );
        expect([sum("IncomingRecords"), sum("IncomingBytes")]).toEqual([told.taken, told.takenBytes]);
        expect([sum("GetRecords.Records"), sum("GetRecords.Success")]).toEqual([told.read, told.reads]);
        expect(sum("WriteProvisionedThroughputExceeded")).toBe(told.throttled);
        expect(sum("ReadProvisionedThroughputExceeded")).toBe(told.throttledReads);
        for (const [ofStream, ofShard] of [
          ["IncomingRecords", "IncomingRecords"],
          ["IncomingBytes", "IncomingBytes"],
          ["GetRecords.Records", "OutgoingRecords"],
          ["GetRecords.Bytes", "OutgoingBytes"],
          ["WriteProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded"],
          ["ReadProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded"],
        ] as const) {
          expect({ metric: ofShard, sum: ofShards(ofShard) }).toEqual({ metric: ofShard, sum: sum(ofStream) });
        }
        const share = statistic("AWS/Kinesis", "WriteProvisionedThroughputExceeded", { StreamName }, "Average");
        if (told.taken + told.throttled > 0) expect(share).toBeCloseTo(told.throttled / (told.taken + told.throttled));
        else expect(share).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether AWS does not refuse it for a rate. */
function succeeds(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "ProvisionedThroughputExceededException" });
    return false;
  }
}
