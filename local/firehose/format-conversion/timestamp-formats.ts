import {
  DateTimeFormatter,
  DateTimeParseException,
  LocalDate,
  LocalTime,
  TemporalQueries,
  ZoneOffset,
} from "@js-joda/core";
import { Locale } from "@js-joda/locale_en";
import { invalidSchema, mismatch } from "./conversion-error";
import type { Json } from "./json";
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
    for (const read of readers) {
      const microseconds = read(value);
      if (microseconds !== undefined) return microseconds;
    }
    throw mismatch(`Invalid timestamp "${value}"`);
  };
}

/** Undefined when it does not fit, as with each format: another one may. */
function readMillis(value: Json): bigint | undefined {
  return /^-?\d+(\.\d+)?$/.test(String(value)) ? readEpochMs(value) : undefined;
}

function patternReader(pattern: string): (value: Json) => bigint | undefined {
  const english = formatterOf(pattern).withLocale(Locale.ENGLISH);
  return (value) => {
    try {
      return parse(english, String(value));
    } catch (error) {
      if (error instanceof DateTimeParseException) return undefined;
      throw error;
    }
  };
}

function formatterOf(pattern: string): DateTimeFormatter {
  // To Joda-Time `ZZ` is an offset with a colon; other letters mean to it what they mean to java.time.
  const javaPattern = pattern.replace(/Z+/g, (zone) => (zone === "ZZ" ? "xxx" : zone));
  try {
    return DateTimeFormatter.ofPattern(javaPattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw invalidSchema(`Invalid deserializer option(s): timestamp format "${pattern}": ${reason}`);
  }
}

/** What the pattern does not tell is Joda-Time's: the epoch's day, midnight, UTC. */
function parse(formatter: DateTimeFormatter, text: string): bigint {
  const parsed = formatter.parse(text);
  const date = parsed.query(TemporalQueries.localDate()) ?? LocalDate.EPOCH_0;
  const time = parsed.query(TemporalQueries.localTime()) ?? LocalTime.MIDNIGHT;
  const offset = parsed.query(TemporalQueries.offset()) ?? ZoneOffset.UTC;
  const seconds = date.atTime(time).toEpochSecond(offset);
  return BigInt(seconds) * 1_000_000n + BigInt(Math.floor(time.nano() / 1000));
}
