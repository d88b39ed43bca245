/** One way to write an operation's input and output on the wire. */
export interface Codec {
  /** Of requests and of their answers, such as `application/x-amz-json-1.1`. */
  readonly contentType: string;
  /** Writes an answer made of plain values, `Timestamp`s and `Bytes`; members that are undefined are left out. */
  encode(value: unknown): Uint8Array;
  /** @throws AwsError `SerializationException` for what is malformed */
  decode(body: Buffer): unknown;
}
