import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** An event that a window can take, as its producer sends it. */
export interface TimedEvent {
  readonly event_id: string;
  readonly user_id: string;
  readonly event_type: string;
  readonly value?: number | null;
  /** ISO-8601, UTC. */
  readonly timestamp: string;
}

/** What the job says of a window's events of one user and type. */
export interface Aggregate {
  /** ISO-8601, UTC. */
  readonly window_start: string;
  readonly window_end: string;
  readonly user_id: string;
  readonly event_type: string;
  readonly event_count: number;
  readonly value_sum: number | null;
  readonly value_mean: number | null;
  readonly value_min: number | null;
  readonly value_max: number | null;
}

const columns = {
  event_id: "VARCHAR",
  user_id: "VARCHAR",
  event_type: "VARCHAR",
  value: "DOUBLE",
  timestamp: "TIMESTAMP",
};

/** What DuckDB makes of the events: the lines of `lineOf`, sorted. */
export async function expectedAggregates(events: readonly TimedEvent[], windowSeconds: number): Promise<string[]> {
  const file = join(tmpdir(), `weir-events-${process.pid}-${Date.now()}.ndjson`);
  writeFileSync(file, events.map((event) => JSON.stringify(event)).join("\n"));
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const length = `to_seconds(${windowSeconds})`;
  const start = `time_bucket(${length}, timestamp, TIMESTAMP '1970-01-01')`;
  const iso = (time: string) => `strftime(${time}, '%Y-%m-%dT%H:%M:%SZ')`;
  try {
    const result = await connection.runAndReadAll(`
      SELECT ${iso(start)} AS window_start, ${iso(`${start} + ${length}`)} AS window_end, user_id,
        upper(event_type) AS event_type, count(*)::INTEGER AS event_count, sum(value) AS value_sum,
        avg(value) AS value_mean, min(value) AS value_min, max(value) AS value_max
      FROM read_json('${file}', format = 'newline_delimited', columns = ${JSON.stringify(columns).replaceAll('"', "'")})
      GROUP BY ALL`);
    return result
      .getRowObjectsJson()
      .map((row) => lineOf(row as unknown as Aggregate))
      .sort();
  } finally {
    connection.closeSync();
    rmSync(file);
  }
}

/** An aggregate on one line, to be compared. */
export function lineOf(aggregate: Aggregate): string {
  const { window_start, window_end, user_id, event_type, event_count } = aggregate;
  const { value_sum, value_mean, value_min, value_max } = aggregate;
  const values = [value_sum, value_mean, value_min, value_max].map(String);
  return [window_start, window_end, user_id, event_type, event_count, ...values].join(" ");
}
