const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[-+]\d\d(?::?\d\d)?)?)?$/i;

/** Seconds (10 digits, perhaps with a fraction) or milliseconds (13 digits): shorter strings are likelier dates. */
const epoch = /^\d{10}(?:\.\d+)?$|^\d{13}$/;

const canonicalLength = "0000-00-00T00:00:00.000Z".length;

/** Below it a number counts seconds (until the year 5138), from it on milliseconds (since March 1973). */
const leastEpochMs = 1e11;

/**
 * An event's time as ISO-8601 in UTC with milliseconds. Takes ISO-8601 (UTC unless it has an offset; a date alone is its
 * midnight) and seconds or milliseconds since the epoch, as numbers or strings; none at all means the time of arrival.
 * Undefined for anything else, for a date that is in no calendar and for a year beyond 9999.
 */
export function toIsoTimestamp(timestamp: unknown, arrivedAtMs: number): string | undefined {
  if (typeof timestamp === "string" && isCanonical(timestamp)) return timestamp;
  const ms = toEpochMs(timestamp ?? arrivedAtMs);
  const text = Number.isNaN(new Date(ms).getTime()) ? "" : new Date(ms).toISOString();
  // Years beyond 9999 are written longer and would sort before all others.
  return text.length === canonicalLength ? text : undefined;
}

/** Whether a time is written as it would be returned: most are, and this takes a quarter of the time that reading does. */
function isCanonical(text: string): boolean {
  const ms = text.length === canonicalLength ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

/** NaN for what is no time. */
function toEpochMs(timestamp: unknown): number {
  if (typeof timestamp === "number") {
    return Math.abs(timestamp) < leastEpochMs ? Math.round(timestamp * 1000) : Math.round(timestamp);
  }
  if (typeof timestamp !== "string") return Number.NaN;
  const text = timestamp.trim();
  return epoch.test(text) ? toEpochMs(Number(text)) : parseIso(text);
}

/** `Date.parse` takes far more than ISO-8601, reads times without an offset as local, and 30 February as 1 March. */
function parseIso(text: string): number {
  const [match, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset = "Z"] =
    iso.exec(text) ?? [];
  if (match === undefined) return Number.NaN;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  const date = new Date(`${year}-${month}-${day}T00:00:00.000Z`);
  if (date.getUTCDate() !== Number(day)) return Number.NaN;
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return date.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms - offsetMs(offset);
}

/** NaN for an offset that no clock has. */
function offsetMs(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
