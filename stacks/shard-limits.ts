/** What a shard takes. */
export const shardLimits = { bytesPerSecond: 1_048_576, recordsPerSecond: 1_000 } as const;
