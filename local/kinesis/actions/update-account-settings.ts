import { oneOf, readInput, structure } from "../../server/input-shape";
import type { ThroughputCommitment } from "../account-properties";
import type { Kinesis } from "../kinesis";
import { commitmentStatus, earliestEndMs } from "../throughput-commitment";
import { type AccountSettingsOutput, accountSettingsOutput } from "./account-settings-output";

const shape = structure(
  { MinimumThroughputBillingCommitment: structure({ Status: oneOf(["ENABLED", "DISABLED"]) }, {}) },
  {},
);

/**
 * Begins or ends the account's commitment to a least throughput. One that is ended within its first day holds for the
 * rest of that day, and beginning it anew takes the end back.
 */
export function updateAccountSettings(kinesis: Kinesis, input: unknown): AccountSettingsOutput {
  const { Status } = readInput(shape, input).MinimumThroughputBillingCommitment;
  kinesis.changeAccount({ commitment: nextCommitment(kinesis, Status) });
  return accountSettingsOutput(kinesis);
}

function nextCommitment({ account, clock }: Kinesis, status: "ENABLED" | "DISABLED"): ThroughputCommitment | undefined {
  const { commitment } = account;
  const nowMs = clock.now();
  const holds = commitmentStatus(commitment, nowMs) !== "DISABLED";
  if (status === "ENABLED") return { startedMs: (holds ? commitment?.startedMs : undefined) ?? nowMs };
  if (!commitment || commitment.endsMs !== undefined) return commitment;
  return { ...commitment, endsMs: Math.max(nowMs, earliestEndMs(commitment)) };
}
