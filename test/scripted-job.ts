import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import type { Job, JobSpec } from "../local/flink/job";
import type { JobMetrics } from "../local/flink/job-metrics";
import { unlessRefused } from "./unless-refused";

/**
 * Stands for a Flink job where the clock is virtual, on which no JVM runs: it reads its input as the job would, sends
 * what is no JSON to the rejects, and of all else sums to its output. Only its metrics are made up.
 */
export class ScriptedJob implements Job {
  readonly running = Promise.resolve();
  readonly ended: Promise<undefined>;
  readonly #streams: Readonly<Record<"events" | "output" | "rejects", string>>;
  readonly #iterators = new Map<string, string | undefined>();
  #end: () => void = () => undefined;
  #millisBehindLatest = 0;

  constructor({ propertyGroups }: JobSpec) {
    const nameOf = (group: string) => propertyGroups[group]?.["stream.arn"]?.split("/").at(-1) ?? "";
    this.#streams = { events: nameOf("events"), output: nameOf("output"), rejects: nameOf("rejects") };
    this.ended = new Promise((resolve) => {
      this.#end = () => resolve(undefined);
    });
  }

  async metrics(): Promise<JobMetrics> {
    return {
      ...{ restarts: 0, downtimeMs: 0, uptimeMs: 1, failedCheckpoints: 0, lastCheckpointDurationMs: 100 },
      lastCheckpointBytes: 1_000,
      ...{ cpuPercent: 20, heapPercent: 30, millisBehindLatest: this.#millisBehindLatest },
    };
  }

  async snapshot(): Promise<string> {
    return "snapshot";
  }

  async stop(): Promise<string | undefined> {
    this.#end();
    return undefined;
  }

  /** Reads what is new in its input; a read that is refused is made again the next time. @param nowMs the clock's time */
  async work(kinesis: KinesisClient, nowMs: number): Promise<void> {
    const StreamName = this.#streams.events;
    if (this.#iterators.size === 0) {
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
      for (const { ShardId = "" } of Shards) this.#iterators.set(ShardId, undefined);
    }
    const texts: string[] = [];
    for (const [ShardId, iterator] of this.#iterators) {
      const first = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
      const ShardIterator = iterator ?? (await kinesis.send(new GetShardIteratorCommand(first))).ShardIterator;
      const output = await unlessRefused(kinesis.send(new GetRecordsCommand({ ShardIterator })));
      this.#iterators.set(ShardId, output?.NextShardIterator ?? ShardIterator);
      if (!output) continue;
      const { NextShardIterator, Records = [], ChildShards = [] } = output;
      // A closed shard that is read to its end: its children come after it.
      if (NextShardIterator === undefined) this.#iterators.delete(ShardId);
      for (const { ShardId: child = "" } of ChildShards) {
        if (!this.#iterators.has(child)) this.#iterators.set(child, undefined);
      }
      this.#millisBehindLatest = output.MillisBehindLatest ?? this.#millisBehindLatest;
      texts.push(...Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString()));
    }
    const rejects = texts.filter((text) => !isJson(text));
    await this.#put(kinesis, this.#streams.rejects, rejects);
    if (texts.length === rejects.length) return;
    await this.#put(kinesis, this.#streams.output, aggregatesOf(texts.length - rejects.length, nowMs));
  }

  async #put(kinesis: KinesisClient, StreamName: string, texts: readonly string[]): Promise<void> {
    const records = texts.map((text) => ({ PartitionKey: "job", Data: Buffer.from(text) }));
    for (let at = 0; at < records.length; at += mostOfARequest) {
      const Records = records.slice(at, at + mostOfARequest);
      await unlessRefused(kinesis.send(new PutRecordsCommand({ StreamName, Records })));
    }
  }
}

const mostOfARequest = 500;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function aggregatesOf(users: number, nowMs: number): string[] {
  const time = (ms: number) => new Date(ms).toISOString();
  const window = { window_start: time(nowMs - 60_000), window_end: time(nowMs) };
  return Array.from({ length: users }, (_, user) =>
    JSON.stringify({ ...window, user_id: `user-${user}`, event_type: "CLICK", event_count: 1 }),
  );
}
