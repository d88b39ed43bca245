import type { ThroughputCommitment } from "./account-properties";

const dayMs = 86_400_000;

/** A commitment holds for a day at least, milliseconds since the epoch. */
export function earliestEndMs({ startedMs }: ThroughputCommitment): number {
  return startedMs + dayMs;
}

/** What AWS calls a commitment's state. */
export function commitmentStatus(
  commitment: ThroughputCommitment | undefined,
  nowMs: number,
): "ENABLED" | "DISABLED" | "ENABLED_UNTIL_EARLIEST_ALLOWED_END" {
  if (!commitment || (commitment.endsMs ?? Infinity) <= nowMs) return "DISABLED";
  return commitment.endsMs === undefined ? "ENABLED" : "ENABLED_UNTIL_EARLIEST_ALLOWED_END";
}
