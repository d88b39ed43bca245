import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { type Checksum, type ChecksumAlgorithm, runningChecksum } from "./checksum";

/** Bytes in a file of their own that is not yet an object. */
export interface StagedBody {
  readonly path: string;
  readonly size: number;
  readonly md5: Buffer;
  readonly digests: ReadonlyMap<ChecksumAlgorithm, Buffer>;
}

/** Writes bytes to a new file and takes their digests on the way; when the source fails, nothing is left of it. */
export async function stageBody(
  source: AsyncIterable<Uint8Array>,
  path: string,
  algorithms: Iterable<ChecksumAlgorithm> = [],
): Promise<StagedBody> {
  const file = await open(path, "wx");
  try {
    return { path, ...(await write(source, file, new Set(algorithms))) };
  } catch (error) {
    await rm(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** One of the digests that were taken, as the checksum of the whole. */
export function fullObjectChecksum(body: StagedBody, algorithm: ChecksumAlgorithm | undefined): Checksum | undefined {
  const digest = algorithm && body.digests.get(algorithm);
  return digest && { algorithm, value: digest.toString("base64"), type: "FULL_OBJECT" };
}

async function write(
  source: AsyncIterable<Uint8Array>,
  file: FileHandle,
  algorithms: ReadonlySet<ChecksumAlgorithm>,
): Promise<Omit<StagedBody, "path">> {
  const md5 = createHash("md5");
  const running = [...algorithms].map((algorithm) => [algorithm, runningChecksum(algorithm)] as const);
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    md5.update(bytes);
    for (const [, checksum] of running) checksum.update(bytes);
    await file.appendFile(bytes);
  }
  const digests = new Map(running.map(([algorithm, checksum]) => [algorithm, checksum.digest()]));
  return { size, md5: md5.digest(), digests };
}
