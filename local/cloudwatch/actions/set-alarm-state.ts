import { z } from "zod";
import { AwsError } from "../../aws-error";
import { parseJson } from "../../parse-json";
import { stateValues } from "../alarms/alarm-state";
import type { Alarms } from "../alarms/alarms";
import { readInput, text } from "../input";

const shape = z.object({
  AlarmName: text(255),
  StateValue: z.enum(stateValues),
  StateReason: z.string().max(1_023),
  StateReasonData: z.string().max(4_000).optional(),
});

/** Sets an alarm's state until its next evaluation. @throws AwsError `ResourceNotFound`, `InvalidFormatFault` */
export function setAlarmState(alarms: Alarms, input: unknown): void {
  const { AlarmName, StateValue, StateReason, StateReasonData } = readInput(shape, input);
  if (StateReasonData !== undefined && parseJson(StateReasonData) === undefined) {
    throw new AwsError("InvalidFormatFault", "StateReasonData was not valid JSON");
  }
  alarms.setState(AlarmName, { value: StateValue, reason: StateReason, reasonData: StateReasonData });
}
