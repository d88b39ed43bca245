import { AwsError } from "../../aws-error";
import { integer, oneOf, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkShardQuota } from "../quotas";
import { streamRateExceeded } from "../rate-exceeded";
import { ofLastDay } from "../rolling-day";
import type { Stream } from "../stream";
import { peakOpenShards, stepsTo } from "../uniform-scaling";
import { findReshardableStream } from "./reshardable-shard";
import { streamMembers } from "./stream-input";

/** Of one stream, in a rolling day. */
const maxScalings = 10;
/** Of one stream. */
const maxShards = 10_000;

const shape = structure(
  { TargetShardCount: integer({ min: 1 }), ScalingType: oneOf(["UNIFORM_SCALING"]) },
  streamMembers,
);

/** How many shards there were, and shall be. */
export interface UpdateShardCountOutput {
  readonly StreamName: string;
  readonly CurrentShardCount: number;
  readonly TargetShardCount: number;
  readonly StreamARN: string;
}

/**
 * Gives a stream so many shards of equal size, by splits and merges.
 * @throws AwsError `LimitExceededException` beyond double or half of what is open, 10,000 shards, the account's quota,
 * or ten times in a rolling day
 */
export function updateShardCount(kinesis: Kinesis, input: unknown): UpdateShardCountOutput {
  const { TargetShardCount, ...named } = readInput(shape, input);
  const stream = findReshardableStream(kinesis, named);
  const { length: open } = stream.openShards();
  if (kinesis.limits) checkTarget(open, TargetShardCount);
  const steps = stepsTo(stream, TargetShardCount);
  // AWS counts the shards too that only live for a moment.
  checkShardQuota(kinesis, peakOpenShards(open, steps) - open);
  stream.change({ scalingsMs: nextScalings(kinesis, stream) });
  stream.update(() => ({ steps }));
  return { StreamName: stream.name, CurrentShardCount: open, TargetShardCount, StreamARN: stream.arn };
}

function checkTarget(open: number, target: number): void {
  const counts = `Current open shard count: ${open} Target shard count: ${target}`;
  if (target > maxShards) {
    const message = `Target shard count or number of open shards cannot be greater than ${maxShards}. ${counts}`;
    throw new AwsError("LimitExceededException", message);
  }
  if (target > open * 2) {
    const message = `UpdateShardCount cannot scale up over double your current open shard count. ${counts}`;
    throw new AwsError("LimitExceededException", message);
  }
  if (target < open / 2) {
    const message = `UpdateShardCount cannot scale down below half your current open shard count. ${counts}`;
    throw new AwsError("LimitExceededException", message);
  }
}

function nextScalings(kinesis: Kinesis, stream: Stream): readonly number[] {
  const nowMs = kinesis.clock.now();
  const recent = ofLastDay(stream.properties.scalingsMs, nowMs);
  if (kinesis.limits && recent.length >= maxScalings) throw streamRateExceeded(kinesis, stream.name);
  return [...recent, nowMs];
}
