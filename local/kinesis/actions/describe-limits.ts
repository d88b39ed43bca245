import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { onDemandStreamCount, openShardCount } from "../quotas";

/** What the account has of AWS's quotas, and their sizes. */
export interface DescribeLimitsOutput {
  readonly ShardLimit: number;
  readonly OpenShardCount: number;
  readonly OnDemandStreamCount: number;
  readonly OnDemandStreamCountLimit: number;
}

/** Describes the account's quotas. */
export function describeLimits(kinesis: Kinesis, input: unknown): DescribeLimitsOutput {
  readInput(structure({}, {}), input);
  return {
    ShardLimit: kinesis.quotas.shards,
    OpenShardCount: openShardCount(kinesis),
    OnDemandStreamCount: onDemandStreamCount(kinesis),
    OnDemandStreamCountLimit: kinesis.quotas.onDemandStreams,
  };
}
