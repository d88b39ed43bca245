import { putRecords } from "./actions/put-records";
import { updateMaxRecordSize } from "./actions/update-max-record-size";
import { updateStreamMode } from "./actions/update-stream-mode";
import type { Kinesis } from "./kinesis";
import { kinesisWith } from "./kinesis-fixture";
import type { Stream } from "./stream";

const second = 1_000;
const minute = 60 * second;
/** A hash key in each of the four shards that an on-demand stream begins with. */
const quarters = [0n, 1n, 2n, 3n].map((quarter) => String(quarter << 126n));

/** Sends so many records of so many bytes to each of some hash keys, each second for so long. */
async function send(
  { kinesis, clock }: ReturnType<typeof kinesisWith>,
  {
    hashKeys,
    records,
    bytes,
    seconds,
  }: { hashKeys: readonly string[]; records: number; bytes: number; seconds: number },
) {
  const Data = Buffer.alloc(bytes).toString("base64");
  for (let sent = 0; sent < seconds; sent++) {
    for (const ExplicitHashKey of hashKeys) {
      for (let left = records; left > 0; left -= 500) {
        const Records = Array.from({ length: Math.min(left, 500) }, () => ({
          PartitionKey: "k",
          ExplicitHashKey,
          Data,
        }));
        putRecords(kinesis, { StreamName: "events", Records });
      }
    }
    await clock.advance(second);
  }
}

function put(kinesis: Kinesis, records: number) {
  const Records = Array.from({ length: records }, () => ({ PartitionKey: "k", Data: "" }));
  return putRecords(kinesis, { StreamName: "events", Records });
}

function openRanges(stream: Stream): readonly string[] {
  return stream.openShards().map(({ hashKeys: { start, end } }) => `${start.slice(0, 2)}-${end.slice(0, 2)}`);
}

describe("On-demand: a stream", () => {
  it("starts at 4 MB/s and 4,000 records a second: four shards", () => {
    const { kinesis, stream } = kinesisWith({ mode: "ON_DEMAND" });
    expect(openRanges(stream)).toEqual(["00-3f", "40-7f", "80-bf", "c0-ff"]);
    const Records = Array.from({ length: 500 }, (_, at) => ({
      PartitionKey: "k",
      ExplicitHashKey: quarters[at % 4],
      Data: "",
    }));
    const answers = Array.from({ length: 9 }, () => putRecords(kinesis, { StreamName: "events", Records }));
    expect(answers.map(({ FailedRecordCount }) => FailedRecordCount)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 500]);
  });

  it.each([
    ["records", { records: 510, bytes: 1 }],
    ["bytes", { records: 1, bytes: 510_000 }],
  ])(
    "splits in the middle the shard whose %s pass half of what it may take, and so absorbs twice that",
    async (_, load) => {
      const running = kinesisWith({ mode: "ON_DEMAND" });
      await send(running, { hashKeys: quarters.slice(1, 2), ...load, seconds: 61 });
      expect(openRanges(running.stream)).toEqual(["00-3f", "40-5f", "60-7f", "80-bf", "c0-ff"]);
      expect(running.stream.status).toBe("ACTIVE");
    },
  );

  it("doubles as long as the traffic does", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND" });
    const eighths = Array.from({ length: 8 }, (_, at) => String(BigInt(at) << 125n));
    await send(running, { hashKeys: quarters, records: 510, bytes: 1, seconds: 61 });
    expect(openRanges(running.stream)).toHaveLength(8);
    await send(running, { hashKeys: eighths, records: 510, bytes: 1, seconds: 61 });
    expect(openRanges(running.stream)).toHaveLength(16);
  });

  it("stays as it is while no shard passes half of what it may take, and when traffic ends", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND" });
    await send(running, { hashKeys: quarters, records: 490, bytes: 1, seconds: 130 });
    await running.clock.advance(60 * minute);
    put(running.kinesis, 1);
    expect(openRanges(running.stream)).toHaveLength(4);
  });

  it("is judged by whole minutes: what came in the one before the silence still counts", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND" });
    await send(running, { hashKeys: quarters.slice(0, 1), records: 510, bytes: 1, seconds: 60 });
    await running.clock.advance(30 * minute);
    put(running.kinesis, 1);
    expect(openRanges(running.stream)).toHaveLength(5);
  });

  it("never scales beyond what AWS lets one stream have", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND", warmThroughputMiBps: 200 });
    const [first] = quarters;
    await send(running, { hashKeys: [first ?? ""], records: 510, bytes: 1, seconds: 61 });
    expect(running.stream.openShards()).toHaveLength(200);
    const unlimited = kinesisWith({ mode: "ON_DEMAND", warmThroughputMiBps: 200 }, { limits: false });
    await send(unlimited, { hashKeys: [first ?? ""], records: 510, bytes: 1, seconds: 61 });
    expect(unlimited.stream.openShards()).toHaveLength(201);
  });

  it("leaves a provisioned stream alone, and measures afresh from the switch on", async () => {
    const running = kinesisWith({ mode: "PROVISIONED", shards: 4 });
    const { kinesis, stream, clock } = running;
    await send(running, { hashKeys: quarters, records: 510, bytes: 1, seconds: 61 });
    updateStreamMode(kinesis, { StreamARN: stream.arn, StreamModeDetails: { StreamMode: "ON_DEMAND" } });
    put(kinesis, 1);
    await clock.advance(61 * second);
    put(kinesis, 1);
    expect(stream.openShards()).toHaveLength(4);
    await send(running, { hashKeys: quarters, records: 510, bytes: 1, seconds: 61 });
    expect(stream.openShards()).toHaveLength(8);
  });

  it("scales only once another change of it has taken effect", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND" }, { transitionMs: 90 * second });
    const { kinesis, stream } = running;
    stream.settle();
    updateMaxRecordSize(kinesis, { StreamARN: stream.arn, MaxRecordSizeInKiB: 2_048 });
    const load = { hashKeys: quarters.slice(0, 1), records: 510, bytes: 1 };
    await send(running, { ...load, seconds: 89 });
    expect([stream.status, stream.properties.maxRecordSizeKiB]).toEqual(["UPDATING", 1_024]);
    await send(running, { ...load, seconds: 32 });
    expect([stream.status, stream.properties.maxRecordSizeKiB]).toEqual(["UPDATING", 2_048]);
    stream.settle();
    expect(stream.openShards()).toHaveLength(5);
  });

  it("is UPDATING while it scales, and takes records meanwhile", async () => {
    const running = kinesisWith({ mode: "ON_DEMAND" }, { transitionMs: 30 * second });
    await running.clock.advance(30 * second);
    await send(running, { hashKeys: quarters.slice(0, 1), records: 510, bytes: 1, seconds: 61 });
    expect([running.stream.status, running.stream.openShards().length]).toEqual(["UPDATING", 4]);
    expect(put(running.kinesis, 1).FailedRecordCount).toBe(0);
    await running.clock.advance(30 * second);
    expect([running.stream.status, running.stream.openShards().length]).toEqual(["ACTIVE", 5]);
  });
});
