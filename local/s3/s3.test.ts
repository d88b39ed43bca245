import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { connect, constants } from "node:http2";
import { join } from "node:path";
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { VirtualClock } from "../clock";
import { ObjectStore } from "./object-store";
import { createS3 } from "./s3";
import { type StartedS3, startS3 } from "./started-s3";

const Bucket = "lake";
const helloMd5 = "5d41402abc4b2a76b9719d911017c592";

describe("objects of S3", () => {
  let started: StartedS3;

  beforeEach(async () => {
    started = await startS3();
  });
  afterEach(() => started.close());

  const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
    started.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
    started.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const textOf = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
    (await get(Key, more)).Body?.transformToString();

  it("come back as they were put, with what was said of them", async () => {
    const said = { ContentType: "text/plain", CacheControl: "no-store", Metadata: { shard: "7" } };
    const written = await put("events/hello.txt", "hello", said);
    const read = await get("events/hello.txt", { ChecksumMode: "ENABLED" });
    expect(await read.Body?.transformToString()).toBe("hello");
    expect(read).toMatchObject({ ...said, ETag: `"${helloMd5}"`, ContentLength: 5, ChecksumCRC32: "NhCmhg==" });
    expect(read.ContentEncoding).toBeUndefined();
    expect(written).toMatchObject({ ETag: `"${helloMd5}"`, ChecksumCRC32: "NhCmhg==" });
    const head = await started.client.send(new HeadObjectCommand({ Bucket, Key: "events/hello.txt" }));
    expect(head).toMatchObject({ ...said, ETag: `"${helloMd5}"`, ContentLength: 5 });
    expect(head.LastModified?.getTime()).toBe(started.clock.now());
  });

  it("are files that a person can open", async () => {
    await put("data/year=2026/part-1.json", "{}");
    expect(started.files()).toEqual(["lake/data/year=2026/part-1.json"]);
    expect(readFileSync(join(started.root, "lake/data/year=2026/part-1.json"), "utf8")).toBe("{}");
  });

  it("can be empty", async () => {
    await started.s3.putObject(Bucket, "empty", "");
    expect(await textOf("empty")).toBe("");
  });

  it("are replaced whole", async () => {
    await put("a", "first, and longer");
    await put("a", "second");
    expect(await textOf("a")).toBe("second");
    expect(started.files()).toEqual(["lake/a"]);
  });

  it("are gone when deleted, and their folders with them", async () => {
    await put("a/b/c", "1");
    await put("a/d", "2");
    await started.client.send(new DeleteObjectCommand({ Bucket, Key: "a/b/c" }));
    await started.client.send(new DeleteObjectCommand({ Bucket, Key: "never/there" }));
    await expect(get("a/b/c")).rejects.toMatchObject({
      name: "NoSuchKey",
      message: "The specified key does not exist.",
    });
    expect(started.files()).toEqual(["lake/a/d"]);
    await started.client.send(new DeleteObjectCommand({ Bucket, Key: "a/d" }));
    await put("a", "now a file");
    expect(started.files()).toEqual(["lake/a"]);
  });

  it("are gone when deleted, even when a person has tidied their folders away", async () => {
    await put("data/year=2026/part-1.json", "{}");
    rmSync(join(started.root, Bucket), { recursive: true });
    await started.client.send(new DeleteObjectCommand({ Bucket, Key: "data/year=2026/part-1.json" }));
    await expect(get("data/year=2026/part-1.json")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are deleted only as long as they are what the client knows, if asked so", async () => {
    await put("lock", "hello");
    const remove = (IfMatch: string) => started.client.send(new DeleteObjectCommand({ Bucket, Key: "lock", IfMatch }));
    await expect(remove('"of another"')).rejects.toMatchObject({ name: "PreconditionFailed" });
    const Objects = [{ Key: "lock", ETag: '"of another"' }];
    const removeMany = started.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await expect(removeMany).rejects.toMatchObject({ name: "NotImplemented" });
    expect(await textOf("lock")).toBe("hello");
    await remove(`"${helloMd5}"`);
    await expect(remove("*")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are copied only as long as they are what the client knows, if asked so", async () => {
    await put("old", "hello");
    const copy = (condition: Partial<CopyObjectCommandInput>) =>
      started.client.send(new CopyObjectCommand({ Bucket, Key: "new", CopySource: `${Bucket}/old`, ...condition }));
    const refused = { name: "PreconditionFailed" };
    await expect(copy({ CopySourceIfMatch: '"of another"' })).rejects.toMatchObject(refused);
    await expect(copy({ CopySourceIfNoneMatch: `"${helloMd5}"` })).rejects.toMatchObject(refused);
    await expect(get("new")).rejects.toMatchObject({ name: "NoSuchKey" });
    await copy({ CopySourceIfMatch: `"${helloMd5}"` });
    expect(await textOf("new")).toBe("hello");
  });

  it("are not left open when an HTTP/2 stream is reset before its answer begins", async () => {
    await put("large", "hello");
    const session = connect(started.endpoint.url);
    const request = session.request({ ":path": `/${Bucket}/large` });
    const { open } = ObjectStore.prototype;
    const opened = await new Promise<FileHandle>((resolve) => {
      jest.spyOn(ObjectStore.prototype, "open").mockImplementationOnce(async function (this: ObjectStore, ...object) {
        const found = await open.apply(this, object);
        request.close(constants.NGHTTP2_CANCEL);
        // An answer to what was sent later: the reset has arrived.
        await new Promise((answered) => session.ping(answered));
        resolve(found.file);
        return found;
      });
    });
    while (opened.fd !== -1) await new Promise(setImmediate);
    session.destroy();
    jest.restoreAllMocks();
  });

  it("can be deleted many at once", async () => {
    for (const key of ["a", "b & <c>", "d"]) await put(key, key);
    const Objects = ["a", "b & <c>", "never"].map((Key) => ({ Key }));
    const answer = await started.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual(Objects);
    expect(started.files()).toEqual(["lake/d"]);
    const quiet = { Objects: [{ Key: "d" }], Quiet: true };
    expect((await started.client.send(new DeleteObjectsCommand({ Bucket, Delete: quiet }))).Deleted).toBeUndefined();
    expect(started.files()).toEqual([]);
  });

  it.each([
    ["bytes=0-1", "he", "bytes 0-1/5"],
    ["bytes=3-", "lo", "bytes 3-4/5"],
    ["bytes=3-99", "lo", "bytes 3-4/5"],
    ["bytes=-2", "lo", "bytes 3-4/5"],
    ["bytes=-99", "hello", "bytes 0-4/5"],
  ])("give the range %s", async (Range, text, ContentRange) => {
    await put("hello", "hello");
    const part = await get("hello", { Range, ChecksumMode: "ENABLED" });
    expect(part).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } });
    expect(await part.Body?.transformToString()).toBe(text);
  });

  it("refuse a range behind their end", async () => {
    await put("hello", "hello");
    for (const Range of ["bytes=5-", "bytes=9-12", "bytes=-0"]) {
      await expect(get("hello", { Range })).rejects.toMatchObject({
        name: "InvalidRange",
        ActualObjectSize: "5",
        $metadata: { httpStatusCode: 416 },
      });
    }
  });

  it("are read under conditions", async () => {
    await put("hello", "hello");
    const etag = `"${helloMd5}"`;
    expect(await textOf("hello", { IfMatch: etag })).toBe("hello");
    expect(await textOf("hello", { IfNoneMatch: '"other"' })).toBe("hello");
    await expect(get("hello", { IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(get("hello", { IfNoneMatch: etag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    const written = new Date(started.clock.now());
    const before = new Date(started.clock.now() - 1_000);
    expect(await textOf("hello", { IfModifiedSince: before })).toBe("hello");
    await expect(get("hello", { IfModifiedSince: written })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get("hello", { IfUnmodifiedSince: before })).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("are written only where there are none, if asked so", async () => {
    await put("lock", "first", { IfNoneMatch: "*" });
    await expect(put("lock", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
      message: "At least one of the pre-conditions you specified did not hold",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await textOf("lock")).toBe("first");
    expect(started.files()).toEqual(["lake/lock"]);
  });

  it("are written by exactly one of many who ask for there to be none", async () => {
    const writers = Array.from({ length: 20 }, (_, index) => String(index));
    const outcomes = await Promise.allSettled(writers.map((writer) => put("lock", writer, { IfNoneMatch: "*" })));
    const winners = writers.filter((_, index) => outcomes[index]?.status === "fulfilled");
    expect(winners).toHaveLength(1);
    expect(await textOf("lock")).toBe(winners[0]);
    expect(started.files()).toEqual(["lake/lock"]);
  });

  it("are replaced only as long as they are what the writer knows, if asked so", async () => {
    await put("state", "hello");
    await put("state", "next", { IfMatch: `"${helloMd5}"` });
    await expect(put("state", "lost", { IfMatch: `"${helloMd5}"` })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await expect(put("never", "lost", { IfMatch: `"${helloMd5}"` })).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await textOf("state")).toBe("next");
  });

  it("belong to their ETag even while they are being replaced", async () => {
    const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(100_000));
    await put("busy", texts[0] ?? "");
    const reads = texts.map(async (text) => {
      const [, read] = await Promise.all([put("busy", text), get("busy")]);
      const md5 = createHash("md5")
        .update((await read.Body?.transformToString()) ?? "")
        .digest("hex");
      expect(read.ETag).toBe(`"${md5}"`);
    });
    await Promise.all(reads);
  });

  it("are copied, with what was said of them or with something new", async () => {
    await put("from here/ü+1", "hello", { ContentType: "text/plain", Metadata: { one: "1" } });
    const CopySource = `lake/${encodeURIComponent("from here/ü+1")}`;
    const copied = await started.client.send(new CopyObjectCommand({ Bucket, Key: "same", CopySource }));
    expect(copied.CopyObjectResult).toMatchObject({ ETag: `"${helloMd5}"` });
    expect(await get("same")).toMatchObject({ ContentType: "text/plain", Metadata: { one: "1" } });
    const replaced = { MetadataDirective: "REPLACE" as const, ContentType: "text/css", Metadata: { two: "2" } };
    await started.client.send(new CopyObjectCommand({ Bucket, Key: "new", CopySource: `/${CopySource}`, ...replaced }));
    expect(await get("new")).toMatchObject({ ContentType: "text/css", Metadata: { two: "2" } });
    const onItself = new CopyObjectCommand({ Bucket, Key: "same", CopySource: "lake/same" });
    await expect(started.client.send(onItself)).rejects.toMatchObject({ name: "InvalidRequest" });
    const fromNothing = new CopyObjectCommand({ Bucket, Key: "x", CopySource: "lake/never" });
    await expect(started.client.send(fromNothing)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("have no place without a bucket", async () => {
    const elsewhere = new PutObjectCommand({ Bucket: "elsewhere", Key: "a", Body: "1" });
    await expect(started.client.send(elsewhere)).rejects.toMatchObject({
      name: "NoSuchBucket",
      BucketName: "elsewhere",
      $metadata: { httpStatusCode: 404 },
    });
    expect(started.files()).toEqual([]);
  });

  it("keep their bucket from being deleted", async () => {
    await put("a", "1");
    await expect(started.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    expect(await textOf("a")).toBe("1");
  });

  it("are there again after a restart, without what was still arriving", async () => {
    await put("a/b", "1");
    await started.s3.close();
    writeFileSync(join(started.root, ".metadata/staging/half"), "hal");
    const again = await startS3(started.root);
    expect((await again.read("a/b")).toString()).toBe("1");
    expect(started.files()).toEqual(["lake/a/b"]);
    await again.close();
  });

  it("can be open in one process only", async () => {
    await expect(createS3({ root: started.root, clock: new VirtualClock() })).rejects.toThrow(
      `can't open the S3 objects in ${started.root}`,
    );
  });

  it("can be written by the host", async () => {
    await started.s3.putObject("lake", "b/2", "two");
    expect(await textOf("b/2")).toBe("two");
  });

  it("are refused in words when the operation is not here, and the person is told", async () => {
    const response = await fetch(`${started.endpoint.url}/lake/a?acl`);
    expect(response.status).toBe(501);
    const message = "object GET ?acl of s3 is not part of the local AWS.";
    expect(await response.text()).toContain(`<Code>NotImplemented</Code><Message>${message}`);
    expect(started.reported).toEqual([message]);
  });
});
