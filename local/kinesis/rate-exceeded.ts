import { AwsError } from "../aws-error";
import type { Kinesis } from "./kinesis";
import type { Shard } from "./shard";
import type { Stream } from "./stream";

/** AWS's refusal of a call on a shard whose rate is used up. */
export function rateExceeded(kinesis: Kinesis, stream: Stream, shard: Shard): AwsError {
  return new AwsError("ProvisionedThroughputExceededException", rateExceededMessage(kinesis, stream, shard));
}

/** AWS's refusal of a call that comes too often, by the stream that it names. */
export function streamRateExceeded(kinesis: Kinesis, streamName: string): AwsError {
  const message = `Rate exceeded for stream ${streamName} under account ${kinesis.accountId}.`;
  return new AwsError("LimitExceededException", message);
}

/** AWS's refusal of a call that names no stream. */
export function accountRateExceeded(kinesis: Kinesis): AwsError {
  return new AwsError("LimitExceededException", `Rate exceeded for account ${kinesis.accountId}.`);
}

/** The same as `rateExceeded` as a sentence, which PutRecords gives for a single record. */
export function rateExceededMessage(kinesis: Kinesis, stream: Stream, shard: Shard): string {
  return `Rate exceeded for shard ${shard.shardId} in stream ${stream.name} under account ${kinesis.accountId}.`;
}
