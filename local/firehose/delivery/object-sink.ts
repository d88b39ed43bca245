/** S3, as a delivery stream writes to it. */
export interface ObjectSink {
  /**
   * Writes an object; it appears whole or not at all.
   * @param chunks its body, in pieces
   * @throws an error of S3, such as `NoSuchBucket`
   */
  putObject(bucket: string, key: string, chunks: readonly Uint8Array[]): Promise<void>;
}
