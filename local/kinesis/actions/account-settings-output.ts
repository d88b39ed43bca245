import { Timestamp } from "../../server/timestamp";
import type { Kinesis } from "../kinesis";
import { commitmentStatus, earliestEndMs } from "../throughput-commitment";

/** The account's settings as AWS shows them. */
export interface AccountSettingsOutput {
  readonly MinimumThroughputBillingCommitment: {
    readonly Status: ReturnType<typeof commitmentStatus>;
    readonly StartedAt?: Timestamp;
    /** Of one that has ended. */
    readonly EndedAt?: Timestamp;
    /** Of one that holds. */
    readonly EarliestAllowedEndAt?: Timestamp;
  };
}

/** For both operations on the account's settings. */
export function accountSettingsOutput({ account, clock }: Kinesis): AccountSettingsOutput {
  const { commitment } = account;
  const Status = commitmentStatus(commitment, clock.now());
  if (!commitment) return { MinimumThroughputBillingCommitment: { Status } };
  const StartedAt = new Timestamp(commitment.startedMs);
  if (Status !== "DISABLED") {
    const EarliestAllowedEndAt = new Timestamp(earliestEndMs(commitment));
    return { MinimumThroughputBillingCommitment: { Status, StartedAt, EarliestAllowedEndAt } };
  }
  const EndedAt = commitment.endsMs === undefined ? undefined : new Timestamp(commitment.endsMs);
  return { MinimumThroughputBillingCommitment: { Status, StartedAt, EndedAt } };
}
