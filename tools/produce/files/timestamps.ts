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

/** A number beyond this counts milliseconds: as seconds it would lie after the year 5100. */
const maxEpochSeconds = 1e11;

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
  return (value) => {
    if (!parser) {
      const epoch = typeof value === "number" ? value : plainNumber(value);
      if (epoch !== undefined) return Math.abs(epoch) > maxEpochSeconds ? epoch : epoch * 1000;
    }
    const text = String(value);
    const read = parser ? DateTime.fromFormatParser(text, parser, options) : DateTime.fromISO(text, options);
    if (!read.isValid) {
      const wanted = format === undefined ? "ISO-8601, epoch seconds or epoch milliseconds" : `of the form ${format}`;
      throw new TimestampError(`the timestamp ${JSON.stringify(value)} is not ${wanted}`);
    }
    return (read.getPossibleOffsets()[0] ?? read).toMillis();
  };
}

function plainNumber(value: unknown): number | undefined {
  return typeof value === "string" && /^-?\d{9,}(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
