import type { Alarms } from "../alarms/alarms";
import { readNames } from "../alarms/names";

/** Deletes alarms, if they are there. @throws AwsError `ValidationException` when a composite alarm is about one of them */
export function deleteAlarms(alarms: Alarms, input: unknown): void {
  alarms.delete(readNames(input));
}
