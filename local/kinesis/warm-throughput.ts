import { AwsError } from "../aws-error";
import type { Kinesis } from "./kinesis";
import { shardsFor } from "./on-demand-scaling";
import type { Stream } from "./stream";
import type { StreamMode } from "./stream-properties";
import type { StreamUpdate } from "./stream-update";
import { commitmentStatus } from "./throughput-commitment";
import { stepsTo } from "./uniform-scaling";

/** What an on-demand stream is ready for, and shall be, MiB written a second. */
export interface WarmThroughputOutput {
  readonly TargetMiBps: number;
  readonly CurrentMiBps: number;
}

/**
 * Checks what a stream is asked to be ready for, if anything.
 * @throws AwsError `InvalidArgumentException` for one that is provisioned, `ValidationException` where the account has
 * not committed itself to a least throughput, `LimitExceededException` beyond what one stream scales to
 */
export function checkWarmThroughput(kinesis: Kinesis, mode: StreamMode, mibps: number | undefined): void {
  if (mibps === undefined) return;
  if (mode === "PROVISIONED") {
    const message = "WarmThroughputMiBps must not be provided for a stream in PROVISIONED mode.";
    throw new AwsError("InvalidArgumentException", message);
  }
  if (commitmentStatus(kinesis.account.commitment, kinesis.clock.now()) === "DISABLED") {
    const message = `Request is invalid. Account ${kinesis.accountId} does not have MinimumThroughputBillingCommitment enabled.`;
    throw new AwsError("ValidationException", message);
  }
  const { onDemandMiBps: limit } = kinesis.quotas;
  if (!kinesis.limits || mibps <= limit) return;
  const message = `WarmThroughputMiBps ${mibps} exceeds the limit of ${limit} MiBps of an on-demand stream in ${kinesis.region}.`;
  throw new AwsError("LimitExceededException", message);
}

/** What makes an on-demand stream ready for a throughput. */
export function warmUp(stream: Stream, mibps: number): StreamUpdate {
  return { properties: { warmThroughputMiBps: mibps }, steps: stepsTo(stream, shardsFor(mibps)) };
}

/** Undefined for a stream that nobody asked to be ready for anything. */
export function warmThroughputOutput(stream: Stream): WarmThroughputOutput | undefined {
  const { warmThroughputMiBps: target } = stream.properties;
  return target === null ? undefined : { TargetMiBps: target, CurrentMiBps: stream.openShards().length };
}
