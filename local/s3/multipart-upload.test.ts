import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { type StartedS3, startS3 } from "./started-s3";

const Bucket = "lake";
const Key = "large/object";
const fiveMebibytes = Buffer.alloc(5 * 1024 * 1024, "part one ");
const rest = Buffer.from("part two");

function crc32OfAll(bytes: readonly Buffer[]): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(Buffer.concat(bytes)));
  return value.toString("base64");
}

describe("a multipart upload", () => {
  let started: StartedS3;

  beforeEach(async () => {
    started = await startS3();
  });
  afterEach(() => started.close());

  const create = async (more: Partial<CreateMultipartUploadCommandInput> = {}) => {
    const { UploadId } = await started.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
    return UploadId;
  };
  const upload = async (UploadId: string | undefined, PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
    const part = await started.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 };
  };
  const complete = (UploadId: string | undefined, Parts: CompletedPart[], more = {}) =>
    started.client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
    );

  it("becomes one object when it is completed, and not before", async () => {
    const id = await create({ ContentType: "text/plain", Metadata: { one: "1" } });
    // The second part overtakes the first, and is sent again.
    await upload(id, 2, Buffer.from("not this"));
    const parts = [await upload(id, 1, fiveMebibytes), await upload(id, 2, rest)];
    await expect(started.read(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
    const done = await complete(id, parts);

    const md5s = [fiveMebibytes, rest].map((body) => createHash("md5").update(body).digest());
    const etag = `"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-2"`;
    expect(done.ETag).toBe(etag);
    const read = await started.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(read).toMatchObject({ ETag: etag, ContentType: "text/plain", Metadata: { one: "1" } });
    const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([fiveMebibytes, rest]))).toBe(true);
    expect(started.files()).toEqual([`lake/${Key}`]);
  });

  it("has the checksum of its parts' checksums, or of the whole if so promised", async () => {
    const composite = await create({ ChecksumAlgorithm: "CRC32" });
    const parts = [await upload(composite, 1, fiveMebibytes), await upload(composite, 2, rest)];
    const ofParts = crc32OfAll(parts.map((part) => Buffer.from(part.ChecksumCRC32 ?? "", "base64")));
    expect((await complete(composite, parts)).ChecksumCRC32).toBe(`${ofParts}-2`);

    const full = await create({ ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const again = [await upload(full, 1, fiveMebibytes), await upload(full, 2, rest)];
    const wrong = { ChecksumCRC32: "AAAAAA==", ChecksumType: "FULL_OBJECT" };
    await expect(complete(full, again, wrong)).rejects.toMatchObject({ name: "BadDigest" });
    const whole = await complete(full, again);
    expect(whole).toMatchObject({ ChecksumType: "FULL_OBJECT", ChecksumCRC32: crc32OfAll([fiveMebibytes, rest]) });
    const read = await started.client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    // The client checks the bytes against it.
    expect((await read.Body?.transformToByteArray())?.length).toBe(fiveMebibytes.length + rest.length);
    expect(read.ChecksumCRC32).toBe(whole.ChecksumCRC32);
  });

  it("takes parts from other objects", async () => {
    await started.s3.putObject(Bucket, "source", [fiveMebibytes]);
    const id = await create({ ChecksumAlgorithm: "SHA256" });
    const copy = async (PartNumber: number, CopySourceRange?: string): Promise<CompletedPart> => {
      const input = { Bucket, Key, UploadId: id, PartNumber, CopySource: "lake/source", CopySourceRange };
      const { CopyPartResult } = await started.client.send(new UploadPartCopyCommand(input));
      return { PartNumber, ETag: CopyPartResult?.ETag, ChecksumSHA256: CopyPartResult?.ChecksumSHA256 };
    };
    const parts = [await copy(1), await copy(2, "bytes=0-7")];
    await expect(copy(3, "bytes=99999999-")).rejects.toMatchObject({ name: "InvalidRange" });
    await complete(id, parts);
    const bytes = await started.read(Key);
    expect(bytes.equals(Buffer.concat([fiveMebibytes, Buffer.from("part one")]))).toBe(true);
  });

  it("lists the parts that have arrived", async () => {
    const id = await create();
    for (const number of [10, 3, 1, 2]) await upload(id, number, Buffer.from(String(number)));
    const page = await started.client.send(new ListPartsCommand({ Bucket, Key, UploadId: id, MaxParts: 2 }));
    expect(page.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
    const next = new ListPartsCommand({ Bucket, Key, UploadId: id, PartNumberMarker: page.NextPartNumberMarker });
    expect(await started.client.send(next)).toMatchObject({
      IsTruncated: false,
      Parts: [{ PartNumber: 3 }, { PartNumber: 10, Size: 2 }],
    });
  });

  it("leaves nothing when it is aborted", async () => {
    const id = await create();
    const part = await upload(id, 1, rest);
    await started.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    expect(started.files()).toEqual([]);
    await expect(complete(id, [part])).rejects.toMatchObject({ name: "NoSuchUpload" });
    await expect(upload(id, 2, rest)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  it("is refused with parts that never came, came otherwise, are out of order or too small", async () => {
    const id = await create();
    const one = await upload(id, 1, rest);
    const two = await upload(id, 2, rest);
    await expect(complete(id, [{ ...one, PartNumber: 7 }])).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(complete(id, [{ ...one, ETag: '"other"' }])).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(complete(id, [two, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(complete(id, [one, two])).rejects.toMatchObject({
      name: "EntityTooSmall",
      ProposedSize: String(rest.length),
      MinSizeAllowed: "5242880",
    });
    await expect(upload(id, 10_001, rest)).rejects.toMatchObject({ name: "InvalidArgument" });
    expect((await complete(id, [one])).ETag).toMatch(/-1"$/);
  });

  it("is completed only where there is no object, if asked so", async () => {
    await started.s3.putObject(Bucket, Key, "first");
    const id = await create();
    const parts = [await upload(id, 1, rest)];
    await expect(complete(id, parts, { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
    expect((await started.read(Key)).toString()).toBe("first");
  });
});
