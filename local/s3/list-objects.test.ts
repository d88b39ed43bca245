import { ListObjectsCommand, type ListObjectsCommandInput } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { type StartedS3, startS3 } from "./started-s3";

describe("ListObjects", () => {
  const keys = ["a.txt", "a/1", "a/2", "a/b/3", "a0", "b/1", "c", "z é/1"];
  let started: StartedS3;

  beforeAll(async () => {
    started = await startS3();
    for (const key of keys) await started.s3.putObject("lake", key, key);
  });
  afterAll(() => started.close());

  const list = (input: Partial<ListObjectsCommandInput> = {}) =>
    started.client.send(new ListObjectsCommand({ Bucket: "lake", ...input }));

  it("says what is known of each object", async () => {
    const { Contents, IsTruncated, Marker } = await list({ Prefix: "a.txt" });
    expect({ IsTruncated, Marker }).toEqual({ IsTruncated: false, Marker: "" });
    expect(Contents).toMatchObject([{ Key: "a.txt", Size: 5, StorageClass: "STANDARD" }]);
  });

  it("names where the next page goes on only with a delimiter", async () => {
    expect((await list({ MaxKeys: 2, Delimiter: "/" })).NextMarker).toBe("a/");
    expect((await list({ MaxKeys: 2 })).NextMarker).toBeUndefined();
  });

  it.each([undefined, "/"])("gives every entry once, however the pages are cut (delimiter %s)", async (Delimiter) => {
    const everything = Delimiter ? ["a.txt", "a/", "a0", "b/", "c", "z é/"] : keys;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (MaxKeys) => {
        const names: string[] = [];
        for (let Marker: string | undefined = ""; Marker !== undefined; ) {
          const page = await list({ MaxKeys, Delimiter, Marker });
          const entries = [...(page.Contents ?? []), ...(page.CommonPrefixes ?? [])];
          const inPage = entries.map(
            (entry) => ("Key" in entry ? entry.Key : "Prefix" in entry ? entry.Prefix : "") ?? "",
          );
          names.push(...inPage.sort());
          Marker = page.IsTruncated ? (page.NextMarker ?? inPage.at(-1)) : undefined;
        }
        expect(names).toEqual(everything);
      }),
      { numRuns: 9 },
    );
  });
});
