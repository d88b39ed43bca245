import { describeWith } from "../requirements";
import { AnalyticsPlatform, parallelismUpdate } from "./analytics-platform";
import { closingEvents } from "./closing-event";
import { expectedAggregates, type TimedEvent } from "./expected-aggregates";

const shardCount = 8;
const windowSeconds = 60;
const maxDisorderSeconds = 5;
/** Fewer subtasks than shards are what a reshard makes, until the job is updated. */
const parallelisms = { eight: 8, two: 2, one: 1 };
const jobs = Object.keys(parallelisms);

/** Two shards are unlike the others: one has ten times their events, one has none. */
const busyShard = 0;
const emptyShard = shardCount - 1;
const beginMs = Date.parse("2026-03-01T00:00:00Z");

/** An hour of one shard, out of order as far as the job allows. */
function hourOf(shard: number): TimedEvent[] {
  const count = shard === busyShard ? 20_000 : 2_000;
  return Array.from({ length: count }, (_, index) => {
    const behindMs = (index * 7_919) % (maxDisorderSeconds * 1_000);
    return {
      event_id: `${shard}-${index}`,
      user_id: `user-${shard}-${index % 5}`,
      event_type: index % 3 === 0 ? "search" : "click",
      value: index % 7 === 0 ? null : index % 100,
      timestamp: new Date(beginMs + 10_000 + Math.floor((index * 3_600_000) / count) - behindMs).toISOString(),
    };
  });
}

describeWith("flink", "a backlog in shards that are not alike", () => {
  let platform: AnalyticsPlatform;
  let sent: TimedEvent[];
  let expected: string[];

  beforeAll(async () => {
    const one = { capacity: { mode: "provisioned", shards: 1 } } as const;
    const results = jobs.flatMap((job) => [
      [`${job}-output`, one],
      [`${job}-rejects`, one],
    ]);
    const analytics = jobs.map((job) => [
      job,
      {
        ...{ input: "data-stream", output: `${job}-output`, rejects: `${job}-rejects`, sql: "event-aggregates.sql" },
        ...{ parameters: { windowSeconds }, maxDisorderSeconds, idleSeconds: 30 },
      },
    ]);
    platform = await AnalyticsPlatform.start({
      streams: {
        "data-stream": { capacity: { mode: "provisioned", shards: shardCount } },
        ...Object.fromEntries(results),
      },
      analytics: Object.fromEntries(analytics),
    });
    for (const job of jobs) await platform.hold(job);
    const shards = await platform.openShards();
    const events = shards.map((_, index) => (index === emptyShard ? [] : hourOf(index)));
    for (const [index, { hashKey }] of shards.entries()) {
      const ofShard = events[index] ?? [];
      await platform.put(ofShard.map((event) => ({ data: JSON.stringify(event), partitionKey: "any", hashKey })));
    }
    const filled = shards.filter((_, index) => index !== emptyShard);
    await platform.put(closingEvents(filled, "2026-03-01T02:00:00Z"));
    sent = events.flat();
    expected = await expectedAggregates(sent, windowSeconds);
    for (const [job, parallelism] of Object.entries(parallelisms)) {
      await platform.update(() => parallelismUpdate(parallelism), job);
      await platform.flink("StartApplication", {}, job);
    }
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    platform.remove();
  });

  it.each(jobs)(
    "is counted to the last event, and none is late (parallelism %s)",
    async (job) => {
      const records = platform.records(job);
      await records.accountFor(sent.length);
      expect(records.rejected()).toEqual([]);
      expect(records.aggregates()).toEqual(expected);
    },
    240_000,
  );
});
