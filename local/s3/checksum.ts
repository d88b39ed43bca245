import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme, type RunningChecksum } from "./crc";

const runningChecksums = {
  CRC32: runningCrc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: () => createHash("sha1"),
  SHA256: () => createHash("sha256"),
} satisfies Record<string, () => RunningChecksum>;

/** The algorithms that S3 takes checksums of. */
export type ChecksumAlgorithm = keyof typeof runningChecksums;

/** A checksum of an object or a part, as its header says it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of a multipart object's parts' checksums it ends in `-` and the number of parts. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

/** Whether S3 knows an algorithm. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(runningChecksums, name);
}

/** Starts a checksum. */
export function runningChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  return runningChecksums[algorithm]();
}

/** `x-amz-checksum-crc32` for `CRC32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm that a header or trailer carries a checksum of, if it does. */
export function algorithmOfHeader(header: string): ChecksumAlgorithm | undefined {
  const name = /^x-amz-checksum-(.+)$/i.exec(header)?.[1]?.toUpperCase();
  return name !== undefined && isChecksumAlgorithm(name) ? name : undefined;
}

/** A checksum as response headers, none for none. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type };
}

function runningCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
