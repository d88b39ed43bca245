import { mismatch, unreadable } from "./conversion-error";
import type { Json } from "./json";
import { isNumber, readUnscaled } from "./number-values";

const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const timestamp = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/;
const isoTimestamp = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z?$/;

/** A number of this magnitude or more is of milliseconds since the epoch, a smaller one of seconds. */
const minEpochMs = 1e12;

/**
 * Reads a `date`, written `yyyy-[M]M-[d]d`: days since the epoch.
 * @throws ConversionError when it is none
 */
export function readDate(value: Json): number {
  const days = daysOf(day.exec(textOf(value)));
  if (days === undefined) throw unreadable(value);
  return days;
}

/**
 * Reads a `timestamp` in one of the forms that the OpenX SerDe knows: `yyyy-MM-dd'T'HH:mm:ss[.S]'Z'`,
 * `yyyy-[M]M-[d]d HH:mm:ss[.S]`, seconds or milliseconds since the epoch, as a number or a string
 * (https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html).
 * @returns microseconds since the epoch
 * @throws ConversionError when it is of none of these forms
 */
export function readOpenXTimestamp(value: Json): bigint {
  if (isNumber(value)) return readEpoch(value);
  const text = textOf(value);
  const match = isoTimestamp.exec(text) ?? timestamp.exec(text);
  if (match) return microsecondsOf(match, value);
  return /^[-+]?[\d.]+$/.test(text) ? readEpoch(text) : notTimestamp();
}

/**
 * Reads a `timestamp` as Hive's SerDe does when it is told no formats: `yyyy-[M]M-[d]d HH:mm:ss[.S]`.
 * @returns microseconds since the epoch
 * @throws ConversionError when it is of another form
 */
export function readJdbcTimestamp(value: Json): bigint {
  const match = timestamp.exec(textOf(value));
  return match ? microsecondsOf(match, value) : notTimestamp();
}

/**
 * Reads milliseconds since the epoch.
 * @returns microseconds since the epoch
 * @throws ConversionError when it is no number, or too far away for 64 bits
 */
export function readEpochMs(value: Json): bigint {
  return inRange(readUnscaled(value, 3), value);
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : "";
}

function readEpoch(value: Json): bigint {
  if (Math.abs(Number(value)) >= minEpochMs) return readEpochMs(value);
  return inRange(readUnscaled(value, 6), value);
}

function inRange(microseconds: bigint, value: Json): bigint {
  if (BigInt.asIntN(64, microseconds) === microseconds) return microseconds;
  throw unreadable(value);
}

function microsecondsOf(match: RegExpExecArray, value: Json): bigint {
  const days = daysOf(match);
  const [hours, minutes, seconds] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (days === undefined || hours > 23 || minutes > 59 || seconds > 59) throw unreadable(value);
  const wholeSeconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  // Nine digits may be written; Athena keeps three of them, this column six.
  const fraction = Number((match[7] ?? "").slice(0, 6).padEnd(6, "0"));
  return BigInt(wholeSeconds) * 1_000_000n + BigInt(fraction);
}

/** Days since the epoch of the first three groups, or undefined when the calendar has no such day. */
function daysOf(match: RegExpExecArray | null): number | undefined {
  if (!match) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const exists = date.getUTCMonth() === Number(match[2]) - 1 && date.getUTCDate() === Number(match[3]);
  return exists ? date.getTime() / 86_400_000 : undefined;
}

/** In Java's words. */
function notTimestamp(): never {
  throw mismatch("Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]");
}
