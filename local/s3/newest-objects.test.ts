import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { type StartedS3, startS3 } from "./started-s3";

const Bucket = "lake";

describe("the newest objects of a place", () => {
  let started: StartedS3;

  beforeEach(async () => {
    started = await startS3();
  });
  afterEach(() => started.close());

  const write = async (key: string) => {
    await started.clock.advance(1_000);
    await started.s3.putObject(Bucket, key, key);
  };
  const newest = async (prefix: string) => (await started.s3.newest(Bucket, prefix)).map(({ key }) => key);

  it("are those that were written or written anew last, whenever the place was first asked for", async () => {
    const key = fc.constantFrom("data/a", "data/b", "data/c/d", "errors/a");
    const step = fc.oneof(
      fc.record({ do: fc.constant("write" as const), key }),
      fc.record({ do: fc.constant("delete" as const), key }),
      fc.record({ do: fc.constant("ask" as const), key }),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const folder = `${round++}/`;
        let expected: string[] = [];
        for (const { do: what, key } of steps) {
          const own = folder + key;
          if (what === "write") await write(own);
          if (what === "delete") await started.client.send(new DeleteObjectCommand({ Bucket, Key: own }));
          if (what !== "ask") expected = expected.filter((other) => other !== own);
          if (what === "write") expected.unshift(own);
          if (what === "ask") expect(await newest(`${folder}data/`)).toEqual(expected.filter(isData));
        }
        expect(await newest(`${folder}data/`)).toEqual(expected.filter(isData));
      }),
      { numRuns: 30 },
    );
  });

  it("are 50 at most, however many there are", async () => {
    for (let number = 0; number < 60; number++) await write(`data/${number}`);
    const expected = Array.from({ length: 50 }, (_, at) => `data/${59 - at}`);
    expect(await newest("data/")).toEqual(expected);
    await write("data/new");
    expect(await newest("data/")).toEqual(["data/new", ...expected.slice(0, 49)]);
  });

  it("tell size and time", async () => {
    await write("data/a");
    expect(await started.s3.newest(Bucket, "data/")).toEqual([
      { bucket: Bucket, key: "data/a", sizeBytes: 6, modifiedMs: started.clock.now() },
    ]);
  });

  it("are none of a bucket that is not there, and those of one that is made later", async () => {
    expect(await started.s3.newest("later", "")).toEqual([]);
    await started.s3.ensureBucket("later");
    await started.s3.putObject("later", "a", "");
    expect((await started.s3.newest("later", "")).map(({ key }) => key)).toEqual(["a"]);
  });
});

function isData(key: string): boolean {
  return key.includes("/data/");
}
