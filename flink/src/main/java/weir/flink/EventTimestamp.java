package weir.flink;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event's time, in every way in which the platform takes it. */
final class EventTimestamp {
  private static final Pattern ISO = Pattern.compile(
      "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
          + "([Zz]|[-+]\\d\\d(?::?\\d\\d)?)?)?");
  /** Seconds (10 digits, perhaps with a fraction) or milliseconds (13 digits): shorter strings are likelier dates. */
  private static final Pattern EPOCH = Pattern.compile("\\d{10}(?:\\.\\d+)?|\\d{13}");
  /** Below it a number counts seconds (until the year 5138), from it on milliseconds (since March 1973). */
  private static final double LEAST_EPOCH_MS = 1e11;
  private static final long LEAST_MS = LocalDateTime.of(0, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
  private static final long GREATEST_MS =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toInstant(ZoneOffset.UTC).toEpochMilli() + 999;

  private EventTimestamp() {}

  /**
   * Milliseconds since the epoch of ISO-8601 (UTC unless it has an offset; a date alone is its midnight), or of seconds
   * or milliseconds since the epoch. Null for anything else, for a date that is in no calendar, and for a time that is
   * not of the years 0 to 9999.
   */
  static Long toEpochMs(String text, boolean isNumber) {
    String trimmed = EventText.trim(text);
    Long ms = isNumber || EPOCH.matcher(trimmed).matches() ? (Long) ofNumber(trimmed) : ofIso(trimmed);
    return ms != null && ms >= LEAST_MS && ms <= GREATEST_MS ? ms : null;
  }

  private static long ofNumber(String text) {
    double number = Double.parseDouble(text);
    return Math.round(Math.abs(number) < LEAST_EPOCH_MS ? number * 1000 : number);
  }

  private static Long ofIso(String text) {
    Matcher iso = ISO.matcher(text);
    if (!iso.matches()) {
      return null;
    }
    try {
      LocalDateTime time = LocalDateTime.of(
          number(iso, 1), number(iso, 2), number(iso, 3), number(iso, 4), number(iso, 5), number(iso, 6),
          nanos(iso.group(7)));
      return time.toInstant(ZoneOffset.UTC).toEpochMilli() - offsetMs(iso.group(8));
    } catch (DateTimeException error) {
      // No calendar has such a date, and no clock such a time.
      return null;
    }
  }

  private static int number(Matcher iso, int group) {
    return iso.group(group) == null ? 0 : Integer.parseInt(iso.group(group));
  }

  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static long offsetMs(String offset) {
    if (offset == null || offset.equalsIgnoreCase("Z")) {
      return 0;
    }
    int hours = Integer.parseInt(offset.substring(1, 3));
    int minutes = offset.length() == 3 ? 0 : Integer.parseInt(offset.substring(offset.length() - 2));
    if (hours > 23 || minutes > 59) {
      throw new DateTimeException("no clock is so far from UTC: " + offset);
    }
    return (offset.charAt(0) == '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000L;
  }
}
