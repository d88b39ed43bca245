import type { HashKeyRange } from "./hash-key";
import type { StreamProperties } from "./stream-properties";

/**
 * A split or a merge: the adjacent ranges, one or two, of the shards that open in the place of those that hold the same
 * hash keys.
 */
export type ReshardStep = readonly [HashKeyRange] | readonly [HashKeyRange, HashKeyRange];

/** What comes of one change that AWS makes of a stream. */
export interface StreamUpdate {
  readonly properties?: Partial<StreamProperties>;
  /** In their order; those whom one opens may be closed by the next. */
  readonly steps?: readonly ReshardStep[];
}
