import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { quoteName } from "../query/quote";
import type { AcknowledgedEvents } from "./acknowledged-events";

/**
 * The lake's tables that a delivery fills from a stream, and whose rows say which event they are.
 * @param fillsItsTable whether a delivery stream does what the environment says: since its start, anyone may change it
 */
export function eventTables(
  environment: Environment,
  stream: string | undefined,
  fillsItsTable: (deliveryStreamName: string) => boolean,
): string[] {
  return Object.entries(environment.deliveries).flatMap(([key, { source, destination }]) => {
    const table = destination.kind === "s3" ? destination.table : undefined;
    if (table === undefined || source.kind !== "stream" || source.stream !== stream) return [];
    if (!fillsItsTable(namesOf(environment).deliveryStream(key).name)) return [];
    return "event_id" in (environment.lake.tables[table]?.columns ?? {}) ? [table] : [];
  });
}

/**
 * Reads the ids of all events in one of the lake's tables.
 * @param s3Dir the folder of the local buckets
 * @throws Error when an object is not of the table's format
 */
export async function readLake(
  environment: Environment,
  s3Dir: string,
  table: string,
  events: AcknowledgedEvents,
): Promise<void> {
  // DuckDB is needed at the end alone, and the start should not wait for it.
  const { openLake } = require("../query/lake") as typeof import("../query/lake");
  const connection = await openLake(environment, s3Dir);
  try {
    const { name } = namesOf(environment).glueTable(table);
    const result = await connection.stream(`SELECT event_id FROM ${quoteName(name)}`);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const eventId of chunk.getColumnValues(0)) events.see(typeof eventId === "string" ? eventId : undefined);
    }
  } finally {
    connection.closeSync();
  }
}
