import { offer } from "../../../environments/closest";
import type { OutgoingRecord } from "../sender";
import { isObject } from "./json-rows";
import type { Row } from "./row";
import { TimestampError, type TimestampForm, timestampReader } from "./timestamps";

/** A field of an event: its name, or the names on the way to it. */
export type Path = readonly string[];

/** How rows become events. */
export interface Mapping {
  /**
   * Fields taken from columns of other names; a column that none names keeps its own. A column of a nested object
   * is named with dots, `device.os`.
   */
  readonly map: readonly { readonly field: Path; readonly column: string }[];
  /** Fields that are the same in every event. */
  readonly set: readonly { readonly field: Path; readonly value: string }[];
  /** What `event_id` is taken from: the row's number or a column (default: the row's own `event_id`). */
  readonly id?: { readonly from: "row" } | { readonly from: "column"; readonly column: string };
  /** The field whose value is the partition key. */
  readonly key: Path;
  readonly timestamp: TimestampForm;
  /** Reads each event's time, for a replay by the file's own times. */
  readonly timed: boolean;
}

/** A row's event on its way. */
export interface FileRecord extends OutgoingRecord {
  readonly row: number;
  /** The event's own time, if the mapping is timed. */
  readonly timeMs?: number;
}

/** A row that can't become an event; the rows after it can. */
export class RowError extends Error {
  override readonly name = "RowError";
}

/** Names a column that the file does not have. */
export class ColumnError extends Error {
  override readonly name = "ColumnError";
}

/** Without these the processor would put the event into quarantine. */
const requiredFields = ["user_id", "event_type"];
/** Fields that are text whatever the file has. */
const textFields = ["user_id", "event_type", "event_id"];

type Event = Record<string, unknown>;

/**
 * Makes the function that turns rows into records. A JSON row that nothing changes is sent byte for byte.
 *
 * @throws ColumnError from the function, when the first row has not got a column that the mapping names
 * @throws RowError from the function, for a row that can't be sent
 */
export function rowMapper(mapping: Mapping): (row: Row) => FileRecord {
  const { timestamp, map, set, id, key, timed } = mapping;
  const readTimestamp = timestampReader(timestamp);
  const rewritesTime = timestamp.format !== undefined || timestamp.zone !== undefined;
  const rewrites = rewritesTime || id !== undefined || map.length + set.length > 0;
  let isFirst = true;
  return (row) => {
    if (isFirst) checkColumns(mapping, row);
    isFirst = false;
    const json = rewrites ? undefined : row.json;
    if (rewrites && row.json) refuseLongIntegers(Buffer.from(row.json).toString());
    const event = json ? row.columns : makeEvent(mapping, row);
    for (const field of requiredFields) need(event, [field]);
    const partitionKey = String(need(event, key));
    const timeMs = timed || (rewritesTime && !isMissing(event["timestamp"])) ? timeOf(event, readTimestamp) : undefined;
    const dated =
      rewritesTime && timeMs !== undefined ? { ...event, timestamp: new Date(timeMs).toISOString() } : event;
    return { row: row.number, partitionKey, data: json ?? Buffer.from(JSON.stringify(dated)), timeMs };
  };
}

function checkColumns({ map, id }: Mapping, { columns }: Row): void {
  const named = map.map(({ column }) => column);
  if (id?.from === "column") named.push(id.column);
  for (const column of named) {
    if (columnOf(columns, column) !== undefined) continue;
    throw new ColumnError(`the file has no column "${column}"; it has ${offer([column], Object.keys(columns))}`);
  }
}

function makeEvent({ map, set, id }: Mapping, row: Row): Event {
  const event = { ...row.columns };
  // All are read before any is written, so that two columns may swap their names.
  const moved = map.map(({ field, column }) => ({ field, value: columnOf(row.columns, column) }));
  for (const { column } of map) delete event[column];
  for (const { field, value } of [...moved, ...set]) if (value !== undefined) put(event, field, value);
  if (id) event["event_id"] = id.from === "row" ? row.number : columnOf(row.columns, id.column);
  if (id) need(event, ["event_id"]);
  for (const field of textFields) if (!isMissing(event[field])) event[field] = String(event[field]);
  if (typeof event["value"] === "string") event["value"] = toNumber(event["value"]);
  return event;
}

function put(event: Event, [name = "", ...rest]: Path, value: unknown): void {
  if (rest.length === 0) {
    event[name] = value;
    return;
  }
  const inner = Object.hasOwn(event, name) ? event[name] : undefined;
  const copy = isObject(inner) ? { ...inner } : {};
  put(copy, rest, value);
  event[name] = copy;
}

function columnOf(columns: Row["columns"], name: string): unknown {
  return Object.hasOwn(columns, name) ? columns[name] : valueAt(columns, name.split("."));
}

function valueAt(from: unknown, path: Path): unknown {
  let value = from;
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

function need(from: Readonly<Event>, path: Path): unknown {
  const value = valueAt(from, path);
  if (!isMissing(value)) return value;
  const word = path.join(".");
  throw new RowError(`"${word}" is missing or empty; the row has ${offer([word], Object.keys(from))}`);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function toNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new RowError(`"value" is ${JSON.stringify(text)}, and must be a number`);
  refuseLongIntegers(text);
  return value;
}

/** What tells the numbers of a JSON text from digits in its strings. */
const tokens = /"|\\.|-?\d[-+.\deE]*/g;

/** Ids are such numbers as well: rounded, two of them may become one. */
function refuseLongIntegers(json: string): void {
  if (!/\d{16}/.test(json)) return;
  let inString = false;
  for (const [token] of json.matchAll(tokens)) {
    if (token === '"') inString = !inString;
    if (inString || !/^-?\d{16,}$/.test(token) || String(Number(token)) === token) continue;
    throw new RowError(`the number ${token.slice(0, 60)} would lose digits in a row that is changed: make it text`);
  }
}

function timeOf(event: Readonly<Event>, read: (value: unknown) => number): number {
  const value = need(event, ["timestamp"]);
  try {
    return read(value);
  } catch (error) {
    throw error instanceof TimestampError ? new RowError(error.message) : error;
  }
}
