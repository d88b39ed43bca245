import { DuckDBInstance } from "@duckdb/node-api";
import { AggregatesJob, type Measurement, pinned, type Streams, startStreams, stopStreams } from "./aggregates-job";
import { closeWindows, putEvents } from "./events";
import { type Window, WindowReader } from "./windows";

const minutes = 12;
const events = minutes * 150_000;
const users = 1_000;

/** A backlog of minutes, read by a job on one core: the events of all windows but the first, by the time between these. */
export const measureThroughput: Measurement = async (runtime, folder) => {
  const streams = await startStreams(4);
  const firstMs = Math.floor(Date.now() / 60_000 - 60) * 60_000;
  await putEvents(streams.client, { count: events, users, firstMs, spanMs: minutes * 60_000 });
  await closeWindows(streams.client, firstMs + (minutes + 5) * 60_000);
  const { url } = streams.server;
  const settings = { folder, url, parallelism: 4, windowSeconds: 60 };
  const job = await AggregatesJob.start(pinned(runtime, folder), settings);
  const windows = await readAll(job, streams);
  const peakMb = job.peakMb();
  await job.stop();
  await stopStreams(streams);
  return {
    "events of 200 bytes, on one core (events/s)": { measured: rate(windows, firstMs).toFixed(0), bar: "≥ 30000" },
    "DuckDB, one thread, the same numbers from memory (events/s)": { measured: (await duckdbRate()).toFixed(0) },
    "most resident memory (MB)": { measured: peakMb.toFixed(0), bar: "≤ 700" },
  };
};

async function readAll(job: AggregatesJob, { client }: Streams): Promise<Window[]> {
  const reader = new WindowReader(client);
  const windows: Window[] = [];
  let counted = 0;
  await job.until(async () => {
    for (const window of await reader.read()) {
      windows.push(window);
      counted += window.events;
    }
    return counted >= events;
  });
  if (counted !== events) throw new Error(`${counted} events were counted of ${events}`);
  return windows;
}

function rate(windows: readonly Window[], firstMs: number): number {
  const isFirst = ({ startMs }: Window) => startMs === firstMs;
  const startedMs = Math.max(...windows.filter(isFirst).map(({ arrivedMs }) => arrivedMs));
  const endedMs = Math.max(...windows.map(({ arrivedMs }) => arrivedMs));
  const counted = windows.filter((window) => !isFirst(window)).reduce((sum, window) => sum + window.events, 0);
  return (counted / (endedMs - startedMs)) * 1000;
}

/** Grouping alone, of numbers that need no parsing: what a database that does nothing else takes. */
async function duckdbRate(): Promise<number> {
  const database = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await database.connect();
  await connection.run(
    `CREATE TABLE events AS SELECT 'user-' || (i % ${users}) AS user_id, i % 2 AS event_type, i % 1000 AS value,
     i * ${minutes} // ${events} AS minute FROM range(${events}) r(i)`,
  );
  const started = performance.now();
  await connection.runAndReadAll(
    "SELECT minute, user_id, event_type, count(*), sum(value), avg(value), min(value), max(value) FROM events GROUP BY ALL",
  );
  const seconds = (performance.now() - started) / 1000;
  connection.closeSync();
  database.closeSync();
  return events / seconds;
}
