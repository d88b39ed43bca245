import { createHash } from "node:crypto";
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { type StartedS3, startS3 } from "./started-s3";

const Bucket = "lake";

/** Keys of any Unicode up to 1,024 bytes, and many of those that file systems have their own ideas of. */
const anyKey = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 1_024 }),
  fc
    .array(fc.constantFrom("a", "A", "é", "e\u0301", ".", "..", "", " ", "%2e", "\\", "con", "x".repeat(300), "\r\n"), {
      minLength: 1,
      maxLength: 6,
    })
    .map((segments) => segments.join("/")),
);
const possibleKey = anyKey.filter((key) => key !== "" && Buffer.byteLength(key) <= 1_024);

const inUtf8 = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
const contentOf = (key: string) => createHash("sha256").update(key).digest("hex");

describe("keys of S3", () => {
  let started: StartedS3;

  beforeAll(async () => {
    started = await startS3();
  });
  afterAll(() => started.close());

  const put = (Key: string) => started.client.send(new PutObjectCommand({ Bucket, Key, Body: contentOf(Key) }));
  const textOf = async (Key: string) =>
    (await started.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  const list = async () => {
    const page = await started.client.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
    return page.Contents?.map(({ Key = "" }) => decodeURIComponent(Key)) ?? [];
  };

  it("may be any text: each holds its own object, listed in the order of UTF-8, until it is deleted", async () => {
    const keySets = fc.uniqueArray(possibleKey, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(keySets, async (keys) => {
        await Promise.all(keys.map(put));
        expect(await Promise.all(keys.map(textOf))).toEqual(keys.map(contentOf));
        expect(await list()).toEqual([...keys].sort(inUtf8));
        const Objects = keys.map((Key) => ({ Key }));
        const { Deleted } = await started.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        expect(Deleted?.length).toBe(keys.length);
        expect(await list()).toEqual([]);
        expect(started.files()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each([
    ["a file's name that is also a folder's", ["a", "a/b"]],
    ["a folder's name that is also a file's", ["a/b", "a"]],
    ["steps upwards", ["../escaped", "a/../../../escaped", "/etc/passwd"]],
    ["empty segments", ["a//b", "a/b", "a/", "/"]],
    ["more than a file's name can hold", ["x".repeat(1_024), `${"y".repeat(256)}/z`]],
  ])("may be %s", async (_what, keys) => {
    for (const key of keys) await put(key);
    for (const key of keys) expect(await textOf(key)).toBe(contentOf(key));
    const files = started.files();
    expect(files).toHaveLength(keys.length);
    expect(files.filter((path) => !/^(lake|\.metadata\/aside\/lake)\//.test(path))).toEqual([]);
    const Objects = keys.map((Key) => ({ Key }));
    await started.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(started.files()).toEqual([]);
  });

  it("have at most 1,024 bytes", async () => {
    await expect(put("é".repeat(513))).rejects.toMatchObject({
      name: "KeyTooLongError",
      message: "Your key is too long",
    });
    await put("é".repeat(512));
    await started.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "é".repeat(512) }] } }));
  });

  it("must be UTF-8", async () => {
    const response = await fetch(`${started.endpoint.url}/lake/%ff`, { method: "PUT", body: "1" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidURI</Code>");
  });
});
