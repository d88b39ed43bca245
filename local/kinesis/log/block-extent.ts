/** What is known of a block without its bytes. */
export interface BlockExtent {
  readonly firstIndex: number;
  /** Of the record behind its last. */
  readonly endIndex: number;
  /** Arrival of its first frame, milliseconds since the epoch. */
  readonly firstArrivalMs: number;
  /** Arrival of its last frame. */
  readonly lastArrivalMs: number;
  /** Its frames together. */
  readonly usedBytes: number;
}
