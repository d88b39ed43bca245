import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type AccountSettingsOutput, accountSettingsOutput } from "./account-settings-output";

/** Describes what the account has committed itself to. */
export function describeAccountSettings(kinesis: Kinesis, input: unknown): AccountSettingsOutput {
  readInput(structure({}, {}), input);
  return accountSettingsOutput(kinesis);
}
