import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { VirtualClock } from "../../clock";
import { noMetrics } from "../../cloudwatch/no-metrics";
import { seededRandom } from "../../random";
import { decreaseStreamRetentionPeriod } from "../actions/decrease-stream-retention-period";
import { deleteStream } from "../actions/delete-stream";
import { describeAccountSettings } from "../actions/describe-account-settings";
import { describeStream } from "../actions/describe-stream";
import { getRecords } from "../actions/get-records";
import { getShardIterator } from "../actions/get-shard-iterator";
import { increaseStreamRetentionPeriod } from "../actions/increase-stream-retention-period";
import { registerStreamConsumer } from "../actions/register-stream-consumer";
import { splitShard } from "../actions/split-shard";
import { updateAccountSettings } from "../actions/update-account-settings";
import { updateStreamMode } from "../actions/update-stream-mode";
import { Kinesis } from "../kinesis";
import { putTexts, readAll, splitInHalf, textOf } from "../kinesis-fixture";
import { KinesisStorage, type KinesisStorageOptions } from "./kinesis-storage";

const hourMs = 3_600_000;
const shardId = "shardId-000000000000";

const root = mkdtempSync(join(tmpdir(), "weir-kept-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder whose engines follow each other, as processes do that keep their streams, in one virtual time. */
class Runs {
  readonly clock = new VirtualClock();
  readonly folder = mkdtempSync(join(root, "run-"));
  #started = 0;

  /** The next engine; the one before it was killed. */
  start(differing: Partial<KinesisStorageOptions> = {}, transitionMs = 0): Kinesis {
    const { folder } = this;
    const rethrow = (error: unknown) => {
      throw error;
    };
    const { onError = rethrow, clock = this.clock } = differing;
    const storage = new KinesisStorage({ folder, keeps: true, fsync: "never", clock, ...differing, onError });
    const account = { accountId: "000000000000", region: "ap-northeast-1" };
    const random = seededRandom(this.#started++);
    return new Kinesis({
      ...account,
      clock,
      random,
      metrics: noMetrics,
      limits: false,
      storage,
      transitionMs,
      onError,
    });
  }

  /** The next engine, with the stream `events` of one shard. */
  startWithStream(differing?: Partial<KinesisStorageOptions>): Kinesis {
    const kinesis = this.start(differing);
    kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    return kinesis;
  }

  /** Files of the first shard. */
  logs(): string[] {
    const folder = join(this.folder, "events", shardId);
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .sort();
  }
}

/** Every record of a stream, as its readers see it. */
function records(kinesis: Kinesis) {
  return readAll(kinesis.stream("events")).flatMap(({ shard, records }) =>
    records.map((record) => ({
      shardId: shard.shardId,
      index: record.index,
      sequenceNumber: record.sequenceNumber,
      arrivalMs: record.arrivalMs,
      partitionKey: record.partitionKey,
      text: record.bytes.toString(),
    })),
  );
}

const texts = (kinesis: Kinesis) => records(kinesis).map(({ text }) => text);

describe("a process that follows one that was killed", () => {
  it("finds each acknowledged record again, in order, with its sequence number, and goes on behind it", async () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    const acknowledged = putTexts(first, ["a", "b", "c"]);
    await runs.clock.advance(1_500);
    acknowledged.push(...putTexts(first, ["d"]));
    const before = records(first);

    const second = runs.start();
    expect(records(second)).toEqual(before);
    acknowledged.push(...putTexts(second, ["e"]));
    const third = runs.start();
    expect(records(third).map(({ sequenceNumber }) => sequenceNumber)).toEqual(acknowledged);
    expect(texts(third)).toEqual(["a", "b", "c", "d", "e"]);
    expect(third.stream("events").recordCount).toBe(5);
  });

  it("lets no record arrive before the one that it follows, though the clock was set back", async () => {
    const runs = new Runs();
    const earlier = new VirtualClock(runs.clock.now() - hourMs);
    const first = runs.startWithStream();
    await runs.clock.advance(1_000);
    putTexts(first, ["a"]);
    putTexts(runs.start({ clock: earlier }), ["b"]);
    const [before, after] = records(runs.start());
    expect(after?.arrivalMs).toBe(before?.arrivalMs);
  });

  it("takes the iterators of the one before, so that readers go on", () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    putTexts(first, ["a"]);
    const start = { StreamName: "events", ShardId: shardId, ShardIteratorType: "TRIM_HORIZON" };
    const { NextShardIterator: ShardIterator } = getRecords(first, getShardIterator(first, start));
    const second = runs.start();
    putTexts(second, ["b"]);
    expect(getRecords(second, { ShardIterator }).Records.map(textOf)).toEqual(["b"]);
  });

  it("finds streams, shards and properties as they were acknowledged", async () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    const { arn: StreamARN } = first.stream("events");
    increaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 48 });
    registerStreamConsumer(first, { StreamARN, ConsumerName: "reader", Tags: { team: "web" } });
    putTexts(first, ["a"]);
    await runs.clock.advance(5_000);
    splitInHalf(first, first.stream("events"), 0);
    const before = describeStream(first, { StreamName: "events" });
    const { id, createdMs, properties } = first.stream("events");

    await runs.clock.advance(5_000);
    const second = runs.start();
    expect(describeStream(second, { StreamName: "events" })).toEqual(before);
    const found = second.stream("events");
    expect([found.id, found.createdMs, found.properties]).toEqual([id, createdMs, properties]);
    // Numbers of shards go on as well, and the parent stays closed.
    splitInHalf(second, second.stream("events"), 1);
    const ids = second
      .stream("events")
      .shards()
      .map((shard) => [Number(shard.shardId.slice(-2)), shard.closed]);
    expect(ids).toEqual([
      [0, true],
      [1, false],
      [2, true],
      [3, false],
      [4, false],
    ]);
    expect(() =>
      splitShard(second, { StreamName: "events", ShardToSplit: shardId, NewStartingHashKey: "1000" }),
    ).toThrow("has already been merged or split");
  });

  it("finds the account's settings, beside a stream of any name", () => {
    const runs = new Runs();
    const first = runs.start();
    first.createStream({ name: "account.json", mode: "PROVISIONED", shards: 1 });
    updateAccountSettings(first, { MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
    const before = describeAccountSettings(first, {});
    for (const next of [runs.start(), runs.start()]) {
      expect(describeAccountSettings(next, {})).toEqual(before);
      expect(next.streams().map(({ name }) => name)).toEqual(["account.json"]);
    }
    expect(runs.start({ keeps: false }).account).toEqual({});
  });

  it("counts the records that it found as acknowledged, without those that retention took before", async () => {
    const runs = new Runs();
    putTexts(runs.startWithStream(), ["old"]);
    await runs.clock.advance(24 * hourMs + 1);
    putTexts(runs.start(), ["young", "younger"]);
    const { recordCount } = runs.start().stream("events");
    expect(recordCount).toBe(2);
  });

  it("goes on counting behind a shard of which retention took everything", async () => {
    const runs = new Runs();
    putTexts(runs.startWithStream(), ["a", "b"]);
    await runs.clock.advance(24 * hourMs + 1);
    expect(texts(runs.start())).toEqual([]);
    putTexts(runs.start(), ["c"]);
    expect(records(runs.start())).toMatchObject([{ index: 2, text: "c" }]);
  });

  it("finds nothing of a stream that was deleted, nor its folder", () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    putTexts(first, ["a"]);
    deleteStream(first, { StreamName: "events" });
    expect(readdirSync(runs.folder)).toEqual([]);
    const second = runs.startWithStream();
    expect(texts(second)).toEqual([]);
    expect(second.streams()).toHaveLength(1);
    // Its successor has nothing of it either, whose files have the same names.
    putTexts(second, ["b"]);
    deleteStream(second, { StreamName: "events" });
    second.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    putTexts(second, ["c"]);
    expect(texts(runs.start())).toEqual(["c"]);
  });

  it("finds done what was acknowledged, and was to happen when the stream is no longer UPDATING", () => {
    const runs = new Runs();
    const first = runs.start({}, 60_000);
    const stream = first.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    stream.settle();
    increaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 48 });
    expect(stream.properties.retentionHours).toBe(24);
    expect(runs.start().stream("events").properties.retentionHours).toBe(48);

    const second = runs.start({}, 60_000);
    splitInHalf(second, second.stream("events"), 0);
    expect(second.stream("events").shards()).toHaveLength(1);
    const third = runs.start({}, 60_000).stream("events");
    expect(third.status).toBe("ACTIVE");
    expect(third.shards().map(({ closed }) => closed)).toEqual([true, false, false]);
    // Once, whoever starts after that.
    expect(runs.start().stream("events").shards()).toHaveLength(3);
  });

  it("finds that nothing is wanted any more where a change under way takes it back", () => {
    const runs = new Runs();
    const first = runs.start({}, 60_000);
    const stream = first.createStream({ name: "events", mode: "ON_DEMAND", warmThroughputMiBps: 5 });
    stream.settle();
    updateStreamMode(first, { StreamARN: stream.arn, StreamModeDetails: { StreamMode: "PROVISIONED" } });
    // Killed here, with the engine before it still at work on what it has in memory.
    const found = runs.start().stream("events").properties;
    stream.settle();
    expect(found).toEqual(stream.properties);
    expect(found).toMatchObject({ mode: "PROVISIONED", warmThroughputMiBps: null });
  });

  it("finds what the disk refused when UPDATING ended, once it took more: readers knew of it at once", async () => {
    const runs = new Runs();
    const errors: unknown[] = [];
    const first = runs.start({ onError: (error) => errors.push(error) }, 1_000);
    const stream = first.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    stream.settle();
    const told: number[] = [];
    stream.onShardsChange(() => told.push(stream.openShards().length));
    splitInHalf(first, stream, 0);
    const inTheWay = join(runs.folder, "events", "stream.json.new");
    mkdirSync(inTheWay);
    await runs.clock.advance(1_000);
    expect(errors).toEqual([expect.objectContaining({ code: "EISDIR" })]);
    expect([stream.status, told]).toEqual(["ACTIVE", [2]]);
    expect(() => putTexts(first, ["refused"])).toThrow("EISDIR");
    rmSync(inTheWay, { recursive: true });
    putTexts(first, ["taken"]);
    const second = runs.start();
    expect(second.stream("events").openShards()).toHaveLength(2);
    expect(texts(second)).toEqual(["taken"]);
  });

  it("finds nothing of a stream that was still DELETING", () => {
    const runs = new Runs();
    const first = runs.start({}, 60_000);
    const stream = first.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    stream.settle();
    deleteStream(first, { StreamName: "events" });
    expect(stream.status).toBe("DELETING");
    expect(runs.start().streams()).toEqual([]);
    // Its files would be found among its successor's.
    expect(readdirSync(runs.folder)).toEqual([]);
  });

  it("keeps streams of any name apart", () => {
    const runs = new Runs();
    const first = runs.start();
    const names = [".", "..", "...", "A", "a", "a.B", "a.b"];
    for (const name of names) first.createStream({ name, mode: "PROVISIONED", shards: 1 });
    // On systems too whose folders have no capital letters.
    expect(new Set(readdirSync(runs.folder).map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(
      runs
        .start()
        .streams()
        .map(({ name }) => name),
    ).toEqual(names);
  });

  it("gives no old stream to a process that does not keep them", () => {
    const runs = new Runs();
    putTexts(runs.startWithStream(), ["a"]);
    runs.start({ keeps: false });
    expect(existsSync(runs.folder)).toBe(false);
  });
});

describe("retention of a kept stream", () => {
  // Blocks of 4 KiB, which hold two of these texts, and a file for each.
  const differing = { memoryBytes: 10_000, segmentBytes: 2_000 };
  const text = "x".repeat(1_500);

  it("deletes files of which all records are trimmed, and only those", async () => {
    const runs = new Runs();
    const kinesis = runs.startWithStream(differing);
    for (let hour = 0; hour < 12; hour++) {
      putTexts(kinesis, [text]);
      await runs.clock.advance(hourMs);
    }
    const made = runs.logs();
    expect(made).toHaveLength(6);
    await runs.clock.advance(18 * hourMs + 1);
    expect(texts(kinesis)).toHaveLength(5);
    expect(runs.logs()).toEqual(
      made.filter((path) => ["6.log", "8.log", "10.log"].some((name) => path.endsWith(`/${name}`))),
    );
    expect(texts(runs.start(differing))).toHaveLength(5);
  });

  it("does not bring expired data back when it is raised, whoever is asked", async () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    putTexts(first, ["old"]);
    await runs.clock.advance(24 * hourMs + 1);
    putTexts(first, ["young"]);
    increaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 48 });
    expect(texts(first)).toEqual(["young"]);
    expect(texts(runs.start())).toEqual(["young"]);
  });

  it("may lose data when it is lowered, and raising it does not undo that", async () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    increaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 48 });
    putTexts(first, ["old"]);
    await runs.clock.advance(30 * hourMs);
    decreaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 24 });
    increaseStreamRetentionPeriod(first, { StreamName: "events", RetentionPeriodHours: 48 });
    expect(texts(first)).toEqual([]);
    expect(texts(runs.start())).toEqual([]);
  });

  it("deletes the folder of a closed shard that it drops", async () => {
    const runs = new Runs();
    const first = runs.startWithStream();
    putTexts(first, ["a"]);
    splitInHalf(first, first.stream("events"), 0);
    await runs.clock.advance(24 * hourMs + 1);
    expect(first.stream("events").shards()).toHaveLength(2);
    expect(readdirSync(join(runs.folder, "events"))).not.toContain(shardId);
    expect(runs.start().stream("events").shards()).toHaveLength(2);
  });
});

describe("a damaged log", () => {
  /** Three frames of one record each; gives the path of their file and where each ends. */
  function written(): { runs: Runs; path: string; ends: number[] } {
    const runs = new Runs();
    const kinesis = runs.startWithStream();
    const ends = ["first", "second", "third"].map((text) => {
      putTexts(kinesis, [text]);
      return statSync(runs.logs()[0] ?? "").size;
    });
    return { runs, path: runs.logs()[0] ?? "", ends };
  }

  function damage(path: string, at: number): void {
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    writeFileSync(path, bytes);
  }

  it("loses a last frame that was not written whole, which was never acknowledged, and goes on in its place", () => {
    const { runs, path, ends } = written();
    const [, second = 0, third = 0] = ends;
    for (let size = third - 1; size > second; size -= 7) {
      truncateSync(path, size);
      expect(texts(runs.start())).toEqual(["first", "second"]);
      expect(statSync(path).size).toBe(second);
      putTexts(runs.start(), ["again"]);
      expect(records(runs.start())[2]).toMatchObject({ index: 2, text: "again" });
      expect(runs.start().stream("events").recordCount).toBe(3);
    }
  });

  it("loses a last frame whose bytes never came to the disk", () => {
    const { runs, path, ends } = written();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, ends[1]));
    expect(texts(runs.start())).toEqual(["first", "second"]);
  });

  it("is refused by file and offset when it is damaged before the end, at any byte", () => {
    const { runs, path, ends } = written();
    const [first = 0, second = 0] = ends;
    for (let at = 0; at < second; at++) {
      damage(path, at);
      expect(() => runs.start()).toThrow(`${path} is damaged at byte ${at < first ? 0 : first}: `);
      damage(path, at);
    }
    expect(texts(runs.start())).toEqual(["first", "second", "third"]);
  });

  it("is refused when a file in the middle is missing, or has lost its end", async () => {
    const runs = new Runs();
    const kinesis = runs.startWithStream({ segmentBytes: 2_000 });
    for (let sent = 0; sent < 9; sent++) putTexts(kinesis, ["x".repeat(1_500)]);
    const path = runs.logs()[1] ?? "";
    const bytes = readFileSync(path);
    truncateSync(path, bytes.length - 1);
    expect(() => runs.start()).toThrow(`${path} is damaged at byte `);
    rmSync(path);
    expect(() => runs.start()).toThrow("is damaged at byte 0: record 2 should stand before it");
  });

  it("is refused when all its files are gone", () => {
    const { runs, path } = written();
    // Saves the stream, which knows of them from then on.
    runs.start().stream("events").change({});
    rmSync(dirname(path), { recursive: true });
    expect(() => runs.start()).toThrow(`${path} is damaged at byte 0: record 0 is not there`);
  });

  it("is refused when it is older than what retention had come to", async () => {
    const { runs, path, ends } = written();
    const [first = 0] = ends;
    const old = readFileSync(path).subarray(0, first);
    await runs.clock.advance(24 * hourMs + 1);
    runs.start().stream("events").change({});
    rmSync(dirname(path), { recursive: true });
    mkdirSync(dirname(path));
    writeFileSync(path, old);
    expect(() => runs.start()).toThrow(`${path} is damaged at byte ${first}: record 1 is not there`);
  });

  it("is refused when it is damaged after the start, before its bytes reach a reader", () => {
    const { runs, path } = written();
    const kinesis = runs.start();
    damage(path, 40);
    expect(() => texts(kinesis)).toThrow(`${path} is damaged at byte 0: record 0 is not there`);
    damage(path, 40);
    truncateSync(path, 60);
    expect(() => texts(kinesis)).toThrow(`${path} is damaged at byte 60: the file ends there`);
  });

  it("does not start on a stream that can't be read, and says which", () => {
    const { runs } = written();
    const path = join(runs.folder, "events", "stream.json");
    writeFileSync(path, "{");
    expect(() => runs.start()).toThrow(`${path} can't be read`);
  });
});
