import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { IncompleteBodyError } from "../server/read-body";
import { decodeAwsChunked } from "./aws-chunked";
import { algorithmOfHeader, type Checksum, type ChecksumAlgorithm, checksumHeader } from "./checksum";
import { incompleteBody, S3Error } from "./s3-error";
import { header } from "./s3-request";
import { fullObjectChecksum, type StagedBody, stageBody } from "./stage-body";

/** A body that is what its client says it is. */
export interface ReceivedBody extends StagedBody {
  /** The checksum that the client sent, if it sent one. */
  readonly checksum: Checksum | undefined;
}

/**
 * Streams a request's body into a new file, and checks it by all that the client says about it: its length,
 * `Content-MD5`, the checksum in a header or a trailer, and the SHA-256 that it was signed with.
 * When it throws, nothing is left of the file.
 * @throws IncompleteBodyError when the client goes away
 * @throws S3Error `BadDigest`, `InvalidDigest`, `XAmzContentSHA256Mismatch`, `IncompleteBody`, `MissingContentLength`
 */
export async function receiveBody(request: IncomingMessage, path: string): Promise<ReceivedBody> {
  const claims = claimsOf(request);
  const trailers = new Map<string, string>();
  const source = claims.isChunked ? decodeAwsChunked(bytesOf(request), trailers) : bytesOf(request);
  const algorithms: ChecksumAlgorithm[] = claims.sha256 === undefined ? [] : ["SHA256"];
  if (claims.checksumAlgorithm) algorithms.push(claims.checksumAlgorithm);
  const staged = await stageBody(source, path, algorithms);
  try {
    return { ...staged, checksum: verify(staged, claims, trailers) };
  } catch (error) {
    await rm(path);
    throw error;
  }
}

interface Claims {
  readonly isChunked: boolean;
  readonly size: string;
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  /** In base64; a checksum that is not here comes in a trailer. */
  readonly checksum: string | undefined;
}

function claimsOf(request: IncomingMessage): Claims {
  const { headers } = request;
  const payload = header(headers, "x-amz-content-sha256") ?? "";
  const isChunked = payload.startsWith("STREAMING-");
  // Without it, an HTTP/2 stream that is reset could not be told from one that is whole.
  const size = header(headers, isChunked ? "x-amz-decoded-content-length" : "content-length");
  if (size === undefined) {
    throw new S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
  }
  const inHeader = Object.keys(headers).find((name) => algorithmOfHeader(name));
  return {
    isChunked,
    size,
    md5: header(headers, "content-md5"),
    sha256: /^[0-9a-f]{64}$/.exec(payload)?.[0],
    checksumAlgorithm: algorithmOfHeader(inHeader ?? header(headers, "x-amz-trailer") ?? ""),
    checksum: inHeader && header(headers, inHeader),
  };
}

function verify(body: StagedBody, claims: Claims, trailers: ReadonlyMap<string, string>): Checksum | undefined {
  if (Number(claims.size) !== body.size) throw incompleteBody();
  if (claims.md5 !== undefined) verifyMd5(body.md5, claims.md5);
  if (claims.sha256 !== undefined && claims.sha256 !== body.digests.get("SHA256")?.toString("hex")) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error("XAmzContentSHA256Mismatch", message, 400);
  }
  const checksum = fullObjectChecksum(body, claims.checksumAlgorithm);
  if (checksum && checksum.value !== (claims.checksum ?? trailers.get(checksumHeader(checksum.algorithm)))) {
    const message = `The ${checksum.algorithm} you specified did not match the calculated checksum.`;
    throw new S3Error("BadDigest", message, 400);
  }
  return checksum;
}

function verifyMd5(md5: Buffer, sent: string): void {
  const bytes = Buffer.from(sent, "base64");
  if (bytes.length !== md5.length) {
    throw new S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": sent });
  }
  if (bytes.equals(md5)) return;
  throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
    ExpectedDigest: sent,
    CalculatedDigest: md5.toString("base64"),
  });
}

async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  let receivedBytes = 0;
  try {
    // A body that is refused half way must not end the connection, or the client never sees why.
    for await (const bytes of request.iterator({ destroyOnReturn: false })) {
      receivedBytes += bytes.length;
      yield bytes;
    }
  } catch (cause) {
    throw Object.assign(new IncompleteBodyError(receivedBytes), { cause });
  }
}
