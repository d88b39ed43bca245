import { putRecords } from "../kinesis/actions/put-records";
import { base64, kinesisWith, splitInHalf } from "../kinesis/kinesis-fixture";
import { createdApplication } from "./applications-fixture";
import { JobResults } from "./job-results";

/** The streams of a job whose output goes to `events`, and what puts records there. */
async function jobStreams() {
  const { kinesis, stream: output } = kinesisWith({}, { limits: false });
  const rejects = kinesis.createStream({ name: "rejects", mode: "PROVISIONED", shards: 1 });
  const other = kinesis.createStream({ name: "other", mode: "PROVISIONED", shards: 1 });
  const group = (PropertyGroupId: string, arn: string) => ({ PropertyGroupId, PropertyMap: { "stream.arn": arn } });
  const PropertyGroups = [group("events", other.arn), group("output", output.arn), group("rejects", rejects.arn)];
  const { flink } = await createdApplication({ EnvironmentProperties: { PropertyGroups } });
  const put = (StreamName: string, records: readonly object[]) => {
    const Records = records.map((record, index) => ({
      PartitionKey: String(index),
      Data: base64(JSON.stringify(record)),
    }));
    putRecords(kinesis, { StreamName, Records });
  };
  const results = new JobResults(flink.applications, kinesis);
  return { kinesis, flink, output, rejects, other, put, results };
}

describe("the results of jobs", () => {
  it("are counted as they come, over reshards, each once", async () => {
    const { kinesis, rejects, put, results } = await jobStreams();
    put("events", [{}, {}, {}]);
    put("rejects", [{ reason: "late" }, { reason: "not JSON" }]);
    expect(results.counts()).toEqual({ windows: 3, late: 1, rejected: 1 });
    splitInHalf(kinesis, rejects, 0);
    put(
      "rejects",
      Array.from({ length: 10 }, () => ({ reason: "late" })),
    );
    expect(results.counts()).toEqual({ windows: 3, late: 11, rejected: 1 });
    expect(results.counts()).toEqual({ windows: 3, late: 11, rejected: 1 });
  });

  it("are not those that lay in the stream of rejects before", async () => {
    const { kinesis, flink, put } = await jobStreams();
    put("rejects", [{ reason: "late" }]);
    const results = new JobResults(flink.applications, kinesis);
    put("rejects", [{ reason: "no user_id" }]);
    expect(results.counts()).toEqual({ windows: 0, late: 0, rejected: 1 });
  });

  it("lie in the streams that a job writes to, and not in the one that it reads", async () => {
    const { output, rejects, other, results } = await jobStreams();
    expect([output, rejects, other].map(({ arn }) => results.isResult(arn))).toEqual([true, true, false]);
    expect(results.isResult(undefined)).toBe(false);
  });
});
