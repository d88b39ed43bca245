/** A moment in an answer, milliseconds since the epoch: JSON writes it as seconds, CBOR as milliseconds. */
export class Timestamp {
  constructor(readonly ms: number) {}

  /** Seconds with a fraction, as AWS's JSON protocols have it. */
  toJSON(): number {
    return this.ms / 1000;
  }
}
