import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "../../clock";
import { kinesisWith, putTexts, readAll } from "../kinesis-fixture";
import { KinesisStorage } from "./kinesis-storage";

const folder = mkdtempSync(join(tmpdir(), "weir-block-memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("refuses records while memory is full and files can't be written, and goes on when they can", () => {
  const onError = (error: unknown) => {
    throw error;
  };
  const clock = new VirtualClock();
  // Two or three blocks of two of these texts.
  const options = { folder, keeps: false, fsync: "never", clock, onError, memoryBytes: 10_000 } as const;
  const { kinesis, stream } = kinesisWith({}, { limits: false, storage: new KinesisStorage(options) });
  // Where the shard's folder is to be.
  const obstacle = join(folder, "events", "shardId-000000000000");
  mkdirSync(join(folder, "events"), { recursive: true });
  writeFileSync(obstacle, "");
  const taken: string[] = [];
  const put = (number: number) => {
    const text = `${number} ${"x".repeat(1_500)}`;
    putTexts(kinesis, [text]);
    taken.push(text);
  };
  const refusals = Array.from({ length: 30 }, (_, number) => number).filter((number) => {
    try {
      put(number);
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: "EEXIST" });
      return true;
    }
  });
  expect(refusals.length).toBeGreaterThan(20);
  // From the first on, all are.
  expect(refusals[0]).toBe(30 - refusals.length);

  rmSync(obstacle);
  for (let number = 30; number < 60; number++) put(number);
  expect(readAll(stream).flatMap(({ records }) => records.map(({ bytes }) => bytes.toString()))).toEqual(taken);
});
