import { atMost, failure, javaClass, type Shape, wrongType } from "./input-shape";

/** Bytes, kept as they come: JSON's base64, or CBOR's bytes. */
export type BlobInput = string | Uint8Array;

/** Bytes of a greatest length. */
export function blob(bounds: { maxBytes: number }): Shape<BlobInput> {
  return {
    parse(value) {
      if (value instanceof Uint8Array) return value;
      if (typeof value !== "string") throw wrongType(`${javaClass(value)} can not be converted to a Blob`);
      const wrong = base64Error(value);
      if (wrong) throw wrongType(`'${value}' can not be converted to a Blob: ${wrong}`);
      return value;
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
  const padding = blob.endsWith("==") ? 2 : blob.endsWith("=") ? 1 : 0;
  return (blob.length / 4) * 3 - padding;
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

function base64Error(value: string): string | undefined {
  if (value.length % 4 !== 0) {
    return `Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`;
  }
  const wrong = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(value);
  if (wrong) return `Invalid Base64 character: '${wrong[0]}'`;
  // The bits that padding leaves over must be zero; AWS's message has the typing error.
  if (/[^AQgw]==$|[^AEIMQUYcgkosw048=]=$/.test(value.slice(-3))) {
    return "Invalid last non-pad Base64 character dectected";
  }
  return undefined;
}
