/** A promise to pay for a least throughput, which makes on-demand streams cheaper: AWS's on-demand advantage. */
export interface ThroughputCommitment {
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
  /** Set once its end was asked for, and possibly ahead, milliseconds since the epoch. */
  readonly endsMs?: number;
}

/** What requests change of the account. Never mutated: `Kinesis.changeAccount` replaces it. */
export interface AccountProperties {
  /** The newest one, if there ever was any. */
  readonly commitment?: ThroughputCommitment;
}
