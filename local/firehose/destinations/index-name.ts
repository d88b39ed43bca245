import type { AmazonopensearchserviceIndexRotationPeriod } from "@aws-sdk/client-firehose";

const dayMs = 86_400_000;
const weekDays = 7;

/**
 * The index that a record goes to: `IndexName` with a piece of the record's arrival in UTC, by the rotation period.
 * @param arrivalMs milliseconds since the epoch
 */
export function indexName(
  name: string,
  rotation: AmazonopensearchserviceIndexRotationPeriod,
  arrivalMs: number,
): string {
  const arrival = new Date(arrivalMs).toISOString();
  switch (rotation) {
    case "NoRotation":
      return name;
    case "OneHour":
      return `${name}-${arrival.slice(0, 13).replace("T", "-")}`;
    case "OneDay":
      return `${name}-${arrival.slice(0, 10)}`;
    case "OneWeek":
      return `${name}-${week(arrivalMs)}`;
    case "OneMonth":
      return `${name}-${arrival.slice(0, 7)}`;
  }
}

/**
 * `2020-w33`. By AWS's "index rotation": a week begins on Sunday, and a year's first is the first that has a Saturday of
 * that year; so a week's Saturday says which year's it is. (The example beside that rule, 2016-w08 for 25 February
 * 2016, counts by ISO 8601 instead; the rule is the later text.)
 */
function week(arrivalMs: number): string {
  const daysToSaturday = 6 - new Date(arrivalMs).getUTCDay();
  const saturdayMs = arrivalMs + daysToSaturday * dayMs;
  const year = new Date(saturdayMs).getUTCFullYear();
  const dayOfYear = Math.floor((saturdayMs - Date.UTC(year, 0, 1)) / dayMs);
  return `${year}-w${String(Math.floor(dayOfYear / weekDays) + 1).padStart(2, "0")}`;
}
