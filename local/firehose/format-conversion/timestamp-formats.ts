import {
  ChronoField,
  DateTimeException,
  type DateTimeFormatter,
  DateTimeParseException,
  LocalDate,
  LocalTime,
  type TemporalAccessor,
  TemporalQueries,
  ZoneOffset,
} from "@js-joda/core";
import { timestampFormatter } from "../delivery/timestamp";
import { invalidSchema, mismatch, unreadable } from "./conversion-error";
import type { Json } from "./json";
import { isNumber } from "./number-values";
import { readEpochMs, readJdbcTimestamp } from "./time-values";

/**
 * Makes a reader of timestamps for Hive's SerDe: the first format that fits is taken. A format is a pattern of Joda-Time
 * or `millis`; without any, timestamps are written `yyyy-MM-dd HH:mm:ss[.S]`
 * (https://docs.aws.amazon.com/firehose/latest/APIReference/API_HiveJsonSerDe.html). What it makes returns microseconds
 * since the epoch and throws a ConversionError for a text of another form.
 * @throws ConversionError for a pattern that has no meaning
 */
export function timestampReader(formats: readonly string[]): (value: Json) => bigint {
  if (formats.length === 0) return readJdbcTimestamp;
  const readers = formats.map((format) => (format === "millis" ? readMillis : patternReader(format)));
  return (value) => {
    if (typeof value !== "string" && !isNumber(value)) throw unreadable(value);
    for (const read of readers) {
      const microseconds = read(String(value));
      if (microseconds !== undefined) return microseconds;
    }
    throw mismatch(`Invalid timestamp "${value}"`);
  };
}

/** Undefined when it does not fit, as with each format: another one may. */
function readMillis(text: string): bigint | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? readEpochMs(text) : undefined;
}

function patternReader(pattern: string): (text: string) => bigint | undefined {
  const formatter = formatterOf(pattern);
  return (text) => {
    try {
      return parse(formatter, text);
    } catch (error) {
      if (error instanceof DateTimeParseException || error instanceof DateTimeException) return undefined;
      throw error;
    }
  };
}

function formatterOf(pattern: string): DateTimeFormatter {
  // To Joda-Time `ZZ` is an offset with a colon; other letters mean to it what they mean to java.time.
  const javaPattern = pattern.replace(/Z+/g, (zone) => (zone === "ZZ" ? "xxx" : zone));
  try {
    return timestampFormatter(javaPattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw invalidSchema(`Invalid deserializer option(s): timestamp format "${pattern}": ${reason}`);
  }
}

/** What the pattern does not tell is Joda-Time's: the first of January 1970, midnight, UTC. */
function parse(formatter: DateTimeFormatter, text: string): bigint {
  const parsed = formatter.parse(text);
  const date = parsed.query(TemporalQueries.localDate()) ?? partialDate(parsed);
  const time = parsed.query(TemporalQueries.localTime()) ?? LocalTime.MIDNIGHT;
  const offset = parsed.query(TemporalQueries.offset()) ?? ZoneOffset.UTC;
  const seconds = date.atTime(time).toEpochSecond(offset);
  return BigInt(seconds) * 1_000_000n + BigInt(Math.floor(time.nano() / 1000));
}

function partialDate(parsed: TemporalAccessor): LocalDate {
  const part = (field: ChronoField, missing: number) => (parsed.isSupported(field) ? parsed.get(field) : missing);
  return LocalDate.of(
    part(ChronoField.YEAR, 1970),
    part(ChronoField.MONTH_OF_YEAR, 1),
    part(ChronoField.DAY_OF_MONTH, 1),
  );
}
