/** Bytes in an answer: JSON writes them as base64, CBOR as they are. */
export class Bytes {
  constructor(readonly bytes: Uint8Array) {}

  /** Base64. */
  toJSON(): string {
    const { buffer, byteOffset, byteLength } = this.bytes;
    return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  }
}
