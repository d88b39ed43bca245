import { AwsError } from "../../aws-error";
import { integer, structure } from "../../server/input-shape";
import { streamMembers } from "./stream-input";

const minHours = 24;
const maxHours = 8_760;

/** The input of both operations that change retention. */
export const retentionShape = structure({ RetentionPeriodHours: integer({}) }, streamMembers);

/** @throws AwsError `InvalidArgumentException` outside of 24 to 8,760 hours */
export function checkRetentionHours(hours: number): void {
  if (hours < minHours) throw outOfRange("Minimum", minHours, hours, "short");
  if (hours > maxHours) throw outOfRange("Maximum", maxHours, hours, "long");
}

function outOfRange(which: string, allowed: number, hours: number, wrong: string): AwsError {
  return new AwsError(
    "InvalidArgumentException",
    `${which} allowed retention period is ${allowed} hours. Requested retention period (${hours} hours) is too ${wrong}.`,
  );
}
