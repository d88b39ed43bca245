import { ListObjectsV2Command, type ListObjectsV2CommandInput } from "@aws-sdk/client-s3";
import { type StartedS3, startS3 } from "./started-s3";

describe("ListObjectsV2", () => {
  let started: StartedS3;

  beforeAll(async () => {
    started = await startS3();
    const keys = ["a.txt", "a/1", "a/2", "a/b/3", "a0", "b/1", "c", "z é/1"];
    for (const key of keys) await started.s3.putObject("lake", key, key);
  });
  afterAll(() => started.close());

  const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
    started.client.send(new ListObjectsV2Command({ Bucket: "lake", ...input }));
  const namesOf = async (input: Partial<ListObjectsV2CommandInput>) => {
    const page = await list(input);
    return {
      keys: page.Contents?.map(({ Key }) => Key) ?? [],
      prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
    };
  };

  it("says what is known of each object", async () => {
    const { Contents } = await list({ Prefix: "a.txt" });
    expect(Contents).toMatchObject([
      { Key: "a.txt", Size: 5, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/), StorageClass: "STANDARD" },
    ]);
    expect(Contents?.[0]?.LastModified?.getTime()).toBe(started.clock.now());
  });

  it("lists what begins with a prefix", async () => {
    expect(await namesOf({ Prefix: "a/" })).toEqual({ keys: ["a/1", "a/2", "a/b/3"], prefixes: [] });
    expect(await namesOf({ Prefix: "none" })).toEqual({ keys: [], prefixes: [] });
  });

  it("rolls up at a delimiter", async () => {
    expect(await namesOf({ Delimiter: "/" })).toEqual({ keys: ["a.txt", "a0", "c"], prefixes: ["a/", "b/", "z é/"] });
    expect(await namesOf({ Delimiter: "/", Prefix: "a/" })).toEqual({ keys: ["a/1", "a/2"], prefixes: ["a/b/"] });
  });

  it("starts after a key, which need not exist", async () => {
    expect(await namesOf({ StartAfter: "a/b" })).toEqual({ keys: ["a/b/3", "a0", "b/1", "c", "z é/1"], prefixes: [] });
    expect(await namesOf({ StartAfter: "a/", Delimiter: "/", Prefix: "a" })).toEqual({
      keys: ["a0"],
      prefixes: ["a/"],
    });
  });

  it.each([undefined, "/"])("gives every entry once, in order, page by page (delimiter %s)", async (Delimiter) => {
    const whole = await list({ Delimiter });
    for (const MaxKeys of [1, 2, 3]) {
      const names: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ Delimiter, MaxKeys, ContinuationToken });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        names.push(...(page.Contents ?? []).map(({ Key }) => Key));
        names.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken);
      const all = [
        ...(whole.Contents ?? []).map(({ Key }) => Key),
        ...(whole.CommonPrefixes ?? []).map((p) => p.Prefix),
      ];
      expect(names.sort()).toEqual(all.sort());
    }
  });

  it("lists nothing when asked for nothing", async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it("encodes keys as URLs when asked to", async () => {
    const page = await list({ Prefix: "z é", EncodingType: "url" });
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(["z%20%C3%A9/1"]);
    expect(page.EncodingType).toBe("url");
  });

  it("refuses a token that it never gave, and a number that is none", async () => {
    await expect(list({ ContinuationToken: "no token!" })).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "The continuation token provided is incorrect",
    });
    const response = await fetch(`${started.endpoint.url}/lake?list-type=2&max-keys=many`);
    expect(await response.text()).toContain("<ArgumentName>max-keys</ArgumentName><ArgumentValue>many</ArgumentValue>");
  });

  it("lists no bucket that is not there", async () => {
    await expect(list({ Bucket: "elsewhere" })).rejects.toMatchObject({ name: "NoSuchBucket" });
  });
});
