import { DateTimeFormatter, Instant, ZoneId } from "@js-joda/core";

/** As many as there are patterns and time zones in configurations: reading one costs far more than using it. */
const formatters = new Map<string, DateTimeFormatter>();
const zones = new Map<string, ZoneId>();

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
  return Instant.ofEpochMilli(atMs).atZone(zoneOf(timeZone)).format(timestampFormatter(pattern));
}

/** Reads a pattern of Java's DateTimeFormatter. @throws an error that names the letter, for one that Java would refuse */
export function timestampFormatter(pattern: string): DateTimeFormatter {
  const known = formatters.get(pattern);
  if (known) return known;
  const formatter = readPattern(pattern);
  formatters.set(pattern, formatter);
  return formatter;
}

/** Letters that Java writes in words or counts by its locale's weeks; here as many as may. */
const localizedLetters = /[aceEGLOqQwWYzZ]|MMM/;

function readPattern(pattern: string): DateTimeFormatter {
  const letters = pattern.replaceAll(/'[^']*'/g, "");
  if (!localizedLetters.test(letters)) return DateTimeFormatter.ofPattern(pattern);
  // Takes 100 MB and a fifth of a second to load, and few patterns have words.
  const { Locale } = require("@js-joda/locale_en") as typeof import("@js-joda/locale_en");
  return DateTimeFormatter.ofPattern(pattern).withLocale(Locale.US);
}

/** Whether there is such a time zone: `UTC`, or one of the tz database. */
export function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  loadTimeZones();
  return ZoneId.getAvailableZoneIds().includes(name);
}

/** Takes 40 MB, and few configurations have a zone of their own. */
function loadTimeZones(): void {
  require("@js-joda/timezone");
}

function zoneOf(timeZone: string): ZoneId {
  const known = zones.get(timeZone);
  if (known) return known;
  if (timeZone !== "UTC") loadTimeZones();
  const zone = ZoneId.of(timeZone);
  zones.set(timeZone, zone);
  return zone;
}
