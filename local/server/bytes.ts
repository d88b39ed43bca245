/** Bytes that have both their forms at hand. */
interface BytesSource {
  readonly bytes: Uint8Array;
  /** Base64. */
  readonly data: string;
}

/** Bytes in an answer: JSON writes them as base64, CBOR as they are. */
export class Bytes {
  readonly #source: BytesSource;

  constructor(source: BytesSource) {
    this.#source = source;
  }

  get bytes(): Uint8Array {
    return this.#source.bytes;
  }

  /** Base64. */
  toJSON(): string {
    return this.#source.data;
  }
}
