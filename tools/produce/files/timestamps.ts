import { DateTime } from "luxon";

/** How the timestamps of a file are written. */
export interface TimestampForm {
  /** Luxon's tokens, such as `yyyy/MM/dd HH:mm`; without it, ISO-8601 or epoch seconds or milliseconds. */
  readonly format?: string;
  /** An IANA zone, such as `America/Chicago`, for times that name no offset (default UTC). */
  readonly zone?: string;
}

/** Names of months and days are English, whatever the machine speaks. */
const locale = "en-US";

/** From here on a number counts milliseconds, as in the processor: as seconds it would lie after the year 5100. */
const leastEpochMs = 1e11;

/** No Date lies further from the epoch. */
const maxDateMs = 8.64e15;

/** A value that is no timestamp of the form wanted. */
export class TimestampError extends Error {
  override readonly name = "TimestampError";
}

/**
 * Makes a reader of timestamps that answers milliseconds since the epoch.
 *
 * A local time that a clock change makes twice is the first of the two; one that it leaves out is moved on by the hour
 * left out (02:30 is 03:30), so that every row has one time, always the same.
 *
 * @throws TimestampError from the reader, when a value is no such timestamp
 */
export function timestampReader({ format, zone = "UTC" }: TimestampForm): (value: unknown) => number {
  const parser = format === undefined ? undefined : DateTime.buildFormatParser(format, { locale });
  // setZone keeps an offset that the text names, which then decides.
  const options = { zone, setZone: true, locale };
  const wanted = format === undefined ? "ISO-8601, epoch seconds or epoch milliseconds" : `of the form ${format}`;
  const readText = (text: string): number => {
    const read = parser
      ? DateTime.fromFormatParser(text, parser, options)
      : DateTime.fromISO(text.replace(/^(\d{4}-\d\d-\d\d) /, "$1T"), options);
    return (read.getPossibleOffsets()[0] ?? read).toMillis();
  };
  return (value) => {
    const timeMs = (parser ? undefined : readEpoch(value)) ?? readText(String(value));
    if (Math.abs(timeMs) <= maxDateMs) return timeMs;
    throw new TimestampError(`the timestamp ${JSON.stringify(value)} is not ${wanted}`);
  };
}

/** Text of ten digits is seconds and of 13 milliseconds; of fewer it is likelier a date. */
function readEpoch(value: unknown): number | undefined {
  const isEpoch = typeof value === "number" || (typeof value === "string" && /^(\d{10}(\.\d+)?|\d{13})$/.test(value));
  if (!isEpoch) return undefined;
  const epoch = Number(value);
  return Math.round(Math.abs(epoch) < leastEpochMs ? epoch * 1000 : epoch);
}
