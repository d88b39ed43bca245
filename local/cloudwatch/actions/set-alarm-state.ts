import { z } from "zod";
import { AwsError } from "../../aws-error";
import { parseJson } from "../../parse-json";
import { checkWord } from "../alarms/alarm-settings";
import { stateValues } from "../alarms/alarm-state";
import type { Alarms } from "../alarms/alarms";
import { readInput } from "../input";

const shape = z.object({
  AlarmName: z.string(),
  StateValue: z.string(),
  StateReason: z.string(),
  StateReasonData: z.string().optional(),
});

/** Sets an alarm's state until its next evaluation. @throws AwsError `ResourceNotFound`, `InvalidFormatFault` */
export function setAlarmState(alarms: Alarms, input: unknown): void {
  const { AlarmName, StateValue, StateReason, StateReasonData } = readInput(shape, input);
  checkWord("stateValue", StateValue, stateValues);
  if (StateReasonData !== undefined && parseJson(StateReasonData) === undefined) {
    throw new AwsError("InvalidFormatFault", "StateReasonData was not valid JSON");
  }
  alarms.setState(AlarmName, { value: StateValue, reason: StateReason, reasonData: StateReasonData });
}
