import type { HashKeyRange } from "./hash-key";

/**
 * A split or a merge: the adjacent ranges, one or two, of the shards that open in the place of those that hold the same
 * hash keys.
 */
export type ReshardStep = readonly [HashKeyRange] | readonly [HashKeyRange, HashKeyRange];
