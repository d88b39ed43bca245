import { atMost, failure, javaClass, type Shape, wrongType } from "./input-shape";

/** Bytes, kept as they come: JSON's base64, or CBOR's bytes. */
export type BlobInput = string | Uint8Array;

/** Bytes of a greatest length. */
export function blob(bounds: { maxBytes: number }): Shape<BlobInput> {
  return {
    parse(value) {
      if (value instanceof Uint8Array) return value;
      if (typeof value !== "string") throw wrongType(`${javaClass(value)} can not be converted to a Blob`);
      if (isBase64(value)) return value;
      throw wrongType(`'${value}' can not be converted to a Blob: ${base64Error(value)}`);
    },
    check(value, path, failures) {
      const bytes = blobSizeBytes(value);
      if (bytes > bounds.maxBytes) failures.push(failure(shownBytes(bytes), path, atMost(bounds.maxBytes)));
    },
  };
}

/** How many bytes a blob has. */
export function blobSizeBytes(blob: BlobInput): number {
  if (typeof blob !== "string") return blob.length;
  return (blob.length / 4) * 3 - paddingOf(blob);
}

const equalsSign = 61;

function paddingOf(base64: string): number {
  if (base64.charCodeAt(base64.length - 1) !== equalsSign) return 0;
  return base64.charCodeAt(base64.length - 2) === equalsSign ? 2 : 1;
}

/** The bytes of a blob. */
export function blobBuffer(blob: BlobInput): Buffer {
  if (typeof blob === "string") return Buffer.from(blob, "base64");
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
}

/** Bytes as AWS prints them: as the Java object that holds them. */
export function shownBytes(bytes: number): string {
  return `'java.nio.HeapByteBuffer[pos=0 lim=${bytes} cap=${bytes}]'`;
}

/** Room to decode into. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/** Decodes, and sees whether all came out: that is twice as quick as a pattern. */
function isBase64(value: string): boolean {
  if (value.length % 4 !== 0) return false;
  const isShort = value.length <= scratch.length;
  const decodedBytes = isShort ? scratch.write(value, "base64") : Buffer.from(value, "base64").length;
  // Node's decoder passes over what it does not know, but takes a URL's alphabet, and of others' letters the low byte.
  if (decodedBytes !== blobSizeBytes(value) || Buffer.byteLength(value) !== value.length) return false;
  return !(value.includes("-") || value.includes("_") || hasBitsLeft(value));
}

/** The bits that padding leaves over must be zero. */
function hasBitsLeft(value: string): boolean {
  const padding = paddingOf(value);
  if (padding === 0) return false;
  return !(padding === 1 ? "AEIMQUYcgkosw048" : "AQgw").includes(value.charAt(value.length - padding - 1));
}

/** What AWS says is wrong. */
function base64Error(value: string): string {
  if (value.length % 4 !== 0) {
    return `Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`;
  }
  const wrong = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(value);
  if (wrong) return `Invalid Base64 character: '${wrong[0]}'`;
  // AWS's message has the typing error.
  return "Invalid last non-pad Base64 character dectected";
}
