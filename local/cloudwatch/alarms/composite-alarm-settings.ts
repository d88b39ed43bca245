import { z } from "zod";
import { AwsError } from "../../aws-error";
import { readInput, text, wholeNumber } from "../input";
import { commonSettings } from "./alarm-settings";
import type { SuppressionPeriods } from "./suppression";

const shape = z.object({
  ...commonSettings,
  AlarmRule: text(10_240),
  ActionsSuppressor: text(1_600).optional(),
  ActionsSuppressorWaitPeriod: wholeNumber(0).optional(),
  ActionsSuppressorExtensionPeriod: wholeNumber(0).optional(),
});

/** An alarm on other alarms, by AWS's names. */
export type CompositeAlarmSettings = z.infer<typeof shape>;

/**
 * Reads PutCompositeAlarm's input in whichever protocol it came.
 * @throws AwsError as PutCompositeAlarm does
 */
export function readCompositeAlarm(input: unknown): CompositeAlarmSettings {
  const settings = readInput(shape, input);
  suppressionPeriods(settings);
  return settings;
}

/**
 * How long the alarm waits for its suppressor; undefined when it has none.
 * @throws AwsError `ValidationException` when the periods do not go with that
 */
export function suppressionPeriods(settings: CompositeAlarmSettings): SuppressionPeriods | undefined {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = settings;
  const periods = [ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod];
  if (ActionsSuppressor === undefined) {
    if (periods.every((period) => period === undefined)) return undefined;
    throw new AwsError(
      "ValidationException",
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod can only be set with ActionsSuppressor.",
    );
  }
  if (ActionsSuppressorWaitPeriod === undefined || ActionsSuppressorExtensionPeriod === undefined) {
    throw new AwsError(
      "ValidationException",
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor.",
    );
  }
  return { waitSeconds: ActionsSuppressorWaitPeriod, extensionSeconds: ActionsSuppressorExtensionPeriod };
}
