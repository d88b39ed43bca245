import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { VirtualClock } from "../../clock";
import { SequenceNumbers } from "../sequence-numbers";
import { KinesisStorage } from "./kinesis-storage";
import { ShardLog } from "./shard-log";

const folder = mkdtempSync(join(tmpdir(), "weir-shard-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

const record = fc.record({
  partitionKey: fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(1_000, 5_000).map((size) => new Uint8Array(size)),
  ),
  isText: fc.boolean(),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("append"), records: fc.array(record, { minLength: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("trim"), ageMs: fc.nat(5) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("read"), from: share, maxRecords: fc.nat(20), maxBytes: fc.nat(9_000) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("find"), ageMs: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("restart") }) },
);

/** What a record is to every reader. */
interface Expected {
  readonly index: number;
  readonly arrivalMs: number;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: string;
  readonly sizeBytes: number;
}

/** A log as a plain list of all records there ever were. */
class Model {
  readonly all: Expected[] = [];
  firstIndex = 0;

  get nextIndex(): number {
    return this.all.length;
  }

  trim(timestampMs: number): void {
    const kept = this.all.findIndex(({ arrivalMs }) => arrivalMs >= timestampMs);
    this.firstIndex = Math.max(this.firstIndex, kept === -1 ? this.nextIndex : kept);
  }

  read(fromIndex: number, maxRecords: number, maxBytes: number): Expected[] {
    const records: Expected[] = [];
    let bytes = 0;
    for (const each of this.all.slice(Math.max(fromIndex, this.firstIndex))) {
      bytes += each.sizeBytes;
      if (records.length === maxRecords || (bytes > maxBytes && records.length > 0)) break;
      records.push(each);
    }
    return records;
  }

  indexAt(timestampMs: number): number {
    const found = this.all.findIndex(({ arrivalMs, index }) => index >= this.firstIndex && arrivalMs >= timestampMs);
    return found === -1 ? this.nextIndex : found;
  }
}

function shown({ index, arrivalMs, sequenceNumber, partitionKey, data, sizeBytes }: Expected): Expected {
  return { index, arrivalMs, sequenceNumber, partitionKey, data, sizeBytes };
}

describe.each(["in memory", "beyond memory", "kept"])("a shard's log %s", (where) => {
  const numbers = new SequenceNumbers(1_700_000_000, 7);
  const openStorage = (name: string) =>
    new KinesisStorage({
      folder: join(folder, name),
      keeps: where === "kept",
      fsync: "never",
      clock: new VirtualClock(),
      onError: (error) => {
        throw error;
      },
      // A block or two.
      memoryBytes: 10_000,
      segmentBytes: 20_000,
    });

  it("gives what a list would, through any appends, trims, reads, searches and restarts", () => {
    let runs = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: "max" }), (steps) => {
        const name = `${where.replaceAll(" ", "-")}-${runs++}`;
        let storage = openStorage(name);
        let log =
          where === "in memory" ? new ShardLog(numbers) : storage.streamStorage("events").newLog("shard", numbers);
        const model = new Model();
        let nowMs = 1_700_000_000_000;
        for (const todo of steps) {
          switch (todo.kind) {
            case "append": {
              const records = todo.records.map(({ partitionKey, bytes, isText }, position) => {
                const data = Buffer.from(bytes).toString("base64");
                const sizeBytes = Buffer.byteLength(partitionKey) + bytes.length;
                const index = model.nextIndex + position;
                const expected = { index, arrivalMs: nowMs, partitionKey, data, sizeBytes };
                return { expected, put: { partitionKey, data: isText ? data : bytes, sizeBytes } };
              });
              log.append(
                records.map(({ put }) => put),
                nowMs,
              );
              for (const { expected } of records) {
                model.all.push({ ...expected, sequenceNumber: numbers.at(expected.index, nowMs) });
              }
              break;
            }
            case "wait":
              nowMs += todo.ms;
              break;
            case "trim":
              log.trim(nowMs - todo.ageMs);
              model.trim(nowMs - todo.ageMs);
              break;
            case "read": {
              const from = Math.floor(todo.from * (model.nextIndex + 1));
              const maxRecords = todo.maxRecords === 20 ? Infinity : todo.maxRecords + 1;
              const bounds = [from, maxRecords, todo.maxBytes] as const;
              expect(log.read(...bounds).map(shown)).toEqual(model.read(...bounds));
              break;
            }
            case "find":
              expect(log.indexAt(nowMs - todo.ageMs)).toBe(model.indexAt(nowMs - todo.ageMs));
              break;
            case "restart": {
              if (where !== "kept") break;
              storage = openStorage(name);
              log = storage.streamStorage("events").recoverLog("shard", numbers, model);
            }
          }
          expect([log.firstIndex, log.nextIndex]).toEqual([model.firstIndex, model.nextIndex]);
        }
        expect(log.read(0, Infinity, Infinity).map(shown)).toEqual(model.read(0, Infinity, Infinity));
      }),
      { numRuns: 200 },
    );
  });
});
