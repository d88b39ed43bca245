import { UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { describeWith } from "../requirements";
import { until } from "../until";
import { AnalyticsPlatform, type OpenShard, parallelismUpdate, propertyUpdate } from "./analytics-platform";
import { closingEvents } from "./closing-event";
import { expectedAggregates, type TimedEvent } from "./expected-aggregates";
import type { JobRecords } from "./job-records";

const windowSeconds = 60;
const beginMs = Date.parse("2026-03-01T00:00:00Z");
const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);

describeWith("flink", "a job, through all that befalls it", () => {
  /** What windows have taken. */
  const counted: TimedEvent[] = [];
  let platform: AnalyticsPlatform;
  let records: JobRecords;
  /** By the events' clock: seconds since its begin, a full minute. */
  let now = 0;

  const timestamp = (seconds: number) => new Date(beginMs + seconds * 1_000).toISOString();
  /** One event of each user. */
  const eventsAt = (moment: number): TimedEvent[] =>
    users.map((user_id, index) => ({
      event_id: `${user_id}-${moment}`,
      ...{ user_id, event_type: "click", value: moment % (index + 2), timestamp: timestamp(moment) },
    }));
  /** Five minutes of all users, an event of each every three seconds. */
  function fiveMinutes(): TimedEvent[] {
    const moments = Array.from({ length: 100 }, (_, index) => now + 3 * index + 2);
    now += 300;
    return moments.flatMap(eventsAt);
  }
  /** Puts events into a shard, or each into that of its user. */
  async function put(events: readonly TimedEvent[], shard?: OpenShard): Promise<void> {
    const place = (event: TimedEvent) => ({ partitionKey: event.user_id, hashKey: shard?.hashKey });
    await platform.put(events.map((event) => ({ data: JSON.stringify(event), ...place(event) })));
    counted.push(...events);
  }
  /** Closes the windows of all events so far, and waits until they are counted. */
  async function close(shards?: readonly OpenShard[]): Promise<void> {
    now += 3_600;
    await platform.put(closingEvents(shards ?? (await platform.openShards()), timestamp(now - 1_800)));
    await records.accountFor(counted.length);
  }
  async function twoShards(): Promise<{ active: OpenShard; silent: OpenShard }> {
    const [active, silent] = await platform.openShards();
    if (!active || !silent) throw new Error("the stream has fewer than two shards");
    return { active, silent };
  }
  async function reshard(TargetShardCount: number): Promise<void> {
    const request = { StreamName: platform.inputName, TargetShardCount, ScalingType: "UNIFORM_SCALING" } as const;
    await platform.kinesis.send(new UpdateShardCountCommand(request));
    await until(async () => (await platform.openShards()).length === TargetShardCount);
  }

  beforeAll(async () => {
    platform = await AnalyticsPlatform.start({
      streams: {
        "data-stream": { capacity: { mode: "provisioned", shards: 2 } },
        "event-aggregates": { capacity: { mode: "provisioned", shards: 1 } },
        "analytics-rejects": { capacity: { mode: "provisioned", shards: 1 } },
      },
      analytics: {
        analytics: {
          ...{ input: "data-stream", output: "event-aggregates", rejects: "analytics-rejects" },
          ...{ sql: "event-aggregates.sql", parameters: { windowSeconds } },
          ...{ idleSeconds: 20, checkpointSeconds: 1, minPauseSeconds: 0 },
        },
      },
    });
    records = platform.records();
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    platform.remove();
  });
  // Each goes on where the one before it ended, and all that was ever sent is to be there.
  afterEach(async () => {
    expect(records.aggregates()).toEqual(await expectedAggregates(counted, windowSeconds));
  });

  it("goes on from its checkpoint when its process is killed", async () => {
    await put(fiveMinutes());
    await close();
    const before = records.aggregates().length;
    await put(fiveMinutes());
    await platform.nextCheckpoint();
    platform.kill();
    await put(fiveMinutes());
    await close();
    expect(records.rejected()).toEqual([]);
    expect(platform.notices).toContainEqual(expect.stringContaining("ended by itself (signal SIGKILL)"));
    // Had it begun anew, all that came before would have come again.
    expect(records.repeats()).toBeLessThan(before);
  }, 240_000);

  it("follows its stream through splits and merges", async () => {
    await put(fiveMinutes());
    await reshard(4);
    await put(fiveMinutes());
    await reshard(2);
    await put(fiveMinutes());
    await close();
    expect(records.rejected()).toEqual([]);
  }, 240_000);

  it("goes on from its snapshot when it is started again, with more subtasks and on more shards", async () => {
    const before = { repeats: records.repeats(), results: records.aggregates().length };
    // Of a window that goes on after the snapshot.
    await put(eventsAt(now));
    await platform.nextCheckpoint();
    await platform.flink("StopApplication");
    await platform.becomes("READY");
    await put(fiveMinutes());
    await reshard(4);
    await put(fiveMinutes());
    await platform.update(() => parallelismUpdate(4));
    await platform.flink("StartApplication");
    await close();
    expect(records.rejected()).toEqual([]);
    expect(records.repeats() - before.repeats).toBeLessThan(before.results);
  }, 240_000);

  it("waits for no silent shard, and tells which of its events came too late", async () => {
    await platform.update((detail) => propertyUpdate(detail, "job", { "idle.seconds": "2" }));
    await platform.becomes("RUNNING");
    const { active, silent } = await twoShards();
    await put(fiveMinutes(), active);
    await close([active]);
    const late = { event_id: "late", user_id: "user-0", event_type: "click", timestamp: timestamp(now - 3_600) };
    await platform.put([{ data: JSON.stringify(late), partitionKey: "any", hashKey: silent.hashKey }]);
    await records.accountFor(counted.length + 1);
    expect(records.rejected()).toEqual([
      expect.objectContaining({ reason: "late", event_id: "late", record: JSON.stringify(late) }),
    ]);
  }, 240_000);

  it("closes the last windows by itself when all shards fall silent", async () => {
    const { active } = await twoShards();
    await put(fiveMinutes(), active);
    await records.accountFor(counted.length + 1);
  }, 240_000);
});
