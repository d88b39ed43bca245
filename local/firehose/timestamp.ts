import { DateTimeFormatter, Instant, ZoneId } from "@js-joda/core";
import "@js-joda/timezone";
import { Locale } from "@js-joda/locale_en";

/** As many as there are patterns in configurations: reading one costs far more than using it. */
const formatters = new Map<string, DateTimeFormatter>();

/**
 * A moment as Java's DateTimeFormatter writes it, with the English of the United States for names and weeks.
 *
 * @param pattern such as `yyyy/MM/dd/HH/`; letters in single quotes stand for themselves
 * @param atMs milliseconds since the epoch
 * @param timeZone such as `Asia/Tokyo`
 * @throws an error that names the letter, for a pattern that Java would refuse
 * @throws an error that names the zone, for one that does not exist
 */
export function formatTimestamp(pattern: string, atMs: number, timeZone = "UTC"): string {
  return Instant.ofEpochMilli(atMs).atZone(ZoneId.of(timeZone)).format(timestampFormatter(pattern));
}

/** Reads a pattern of Java's DateTimeFormatter. @throws an error that names the letter, for one that Java would refuse */
export function timestampFormatter(pattern: string): DateTimeFormatter {
  const known = formatters.get(pattern);
  if (known) return known;
  const formatter = DateTimeFormatter.ofPattern(pattern).withLocale(Locale.US);
  formatters.set(pattern, formatter);
  return formatter;
}
