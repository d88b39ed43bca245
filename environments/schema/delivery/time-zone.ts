/** Whether Firehose knows a time zone: one of the tz database, in its exact spelling and without digits. */
export function isTimeZone(zone: string): boolean {
  // Intl takes any case; Java, which evaluates Firehose's prefixes, does not.
  if (!/^(UTC|GMT|([A-Z][A-Za-z]*(_[A-Za-z]+)*)(\/[A-Z][A-Za-z]*(_[A-Za-z]+)*)+)$/.test(zone)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    // An alias comes back under its zone's name.
    return timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase();
  } catch (error) {
    // Intl has no other way to tell.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
