/** The raw format of Snappy, without framing. It ships no types of its own. */
declare module "snappyjs" {
  export function compress(raw: Buffer): Buffer;
  /** @throws an error for what is not Snappy */
  export function uncompress(compressed: Buffer): Buffer;
}
