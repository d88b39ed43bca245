/** What a shard takes (Kinesis developer guide, "Quotas and limits"). */
export const shardLimits = { bytesPerSecond: 1_048_576, recordsPerSecond: 1_000 } as const;

/** A stream that scales by itself grows to what so many shards take, wherever AWS lets it be no more. */
export const onDemandShards = 200;
