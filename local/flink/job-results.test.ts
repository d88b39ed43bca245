import { kinesisWith, putTexts } from "../kinesis/kinesis-fixture";
import { configured, createdApplication } from "./applications-fixture";
import { JobResults } from "./job-results";

const hourMs = 3_600_000;

/** The results of an application whose rejects go to the only stream there is. */
async function resultsIn({ kinesis, stream }: ReturnType<typeof kinesisWith>) {
  const PropertyGroups = [{ PropertyGroupId: "rejects", PropertyMap: { "stream.arn": stream.arn } }];
  const { flink } = await createdApplication({ ...configured, EnvironmentProperties: { PropertyGroups } });
  return new JobResults(flink.applications, kinesis);
}

const rejects = ["late", "late", "not JSON"].map((reason) => JSON.stringify({ reason }));

describe("what jobs wrote", () => {
  it("counts each reject once, late ones apart, and none that was there before", async () => {
    const local = kinesisWith({ shards: 2 });
    putTexts(local.kinesis, rejects);
    const results = await resultsIn(local);
    expect(results.counts()).toEqual({ windows: 0, late: 0, rejected: 0 });
    for (const times of [1, 2]) {
      putTexts(local.kinesis, rejects);
      putTexts(local.kinesis, rejects, "of the other shard");
      expect(results.counts()).toEqual({ windows: 0, late: 4 * times, rejected: 2 * times });
      expect(results.counts()).toEqual(results.counts());
    }
  });

  it("goes on behind rejects whose retention ended before they were read, as on a laptop that slept", async () => {
    const local = kinesisWith();
    const results = await resultsIn(local);
    putTexts(local.kinesis, rejects);
    await local.clock.advance(25 * hourMs);
    expect(results.counts()).toEqual({ windows: 0, late: 0, rejected: 0 });
    putTexts(local.kinesis, rejects);
    expect(results.counts()).toEqual({ windows: 0, late: 2, rejected: 1 });
  });
});
