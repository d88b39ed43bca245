import type { FirehoseTransformationEvent } from "aws-lambda";
import fc from "fast-check";
import { kplAggregate } from "../../../test/kpl-aggregate";
import { type Answer, DeliverySimulation, lambdaProcessor, processing } from "./delivery-simulation";

/** Longer than any scenario's work, shorter than S3 is tried for. */
const longMs = 12 * 3_600_000;

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("put" as const, "put" as const, "putAggregate" as const),
      keys: fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 90_000 }) }) },
  fc.record({ kind: fc.constant("split" as const), position: fc.nat(3) }),
  fc.constant({ kind: "merge" } as const),
  fc.constant({ kind: "update" } as const),
);
const crash = fc.constant({ kind: "crash" } as const);

type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) | { readonly kind: "crash" };

const settings = fc.record({
  shards: fc.integer({ min: 1, max: 3 }),
  intervalSeconds: fc.constantFrom(0, 1, 60, 300),
  hasTransform: fc.boolean(),
  hasBackup: fc.boolean(),
  hasPartitions: fc.boolean(),
  durationMs: fc.constantFrom(0, 300, 20_000),
  writeMs: fc.constantFrom(0, 50, 10_000),
  /** What the first calls of the function and the first writes come to. */
  calls: fc.array(fc.constantFrom("answer", "throw", "throttle", "malformed"), { maxLength: 20 }),
  refusals: fc.array(fc.boolean(), { maxLength: 20 }),
});

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

const isDropped = (text: string) => text.endsWith("3");
const isFailed = (text: string) => text.endsWith("5");
const textOf = (base64: string) => Buffer.from(base64, "base64").toString().trim();

/** The function's answer by rule: it drops some records, fails others, and returns the rest as they are. */
function answer({ records }: FirehoseTransformationEvent): Answer {
  const answerTo = ({ recordId, data }: FirehoseTransformationEvent["records"][number]) => {
    if (isDropped(textOf(data))) return { recordId, result: "Dropped" };
    if (isFailed(textOf(data))) return { recordId, result: "ProcessingFailed" };
    const partitionKeys = { parity: String(Number(textOf(data).at(-1)) % 2) };
    return { recordId, result: "Ok", data, metadata: { partitionKeys } };
  };
  return { payload: { records: records.map(answerTo) } };
}

function simulate(settings: Settings): DeliverySimulation {
  const { shards, intervalSeconds, hasTransform, hasBackup, hasPartitions, durationMs, writeMs } = settings;
  const calls = settings.calls.values();
  const refusals = settings.refusals.values();
  const BufferingHints = { SizeInMBs: 1, IntervalInSeconds: intervalSeconds };
  return new DeliverySimulation({
    shards,
    durationMs,
    writeMs,
    refuses: () => refusals.next().value ?? false,
    respond(event) {
      const call = calls.next().value ?? "answer";
      if (call === "throw") return new Error("thrown");
      if (call === "throttle") return "throttled";
      return call === "malformed" ? { payload: { records: "none" } } : answer(event);
    },
    description: {
      BufferingHints,
      ...(hasTransform && { ProcessingConfiguration: processing(lambdaProcessor()) }),
      ...(hasTransform &&
        hasPartitions && {
          Prefix: "data/!{partitionKeyFromLambda:parity}/",
          DynamicPartitioningConfiguration: { Enabled: true },
        }),
      ...(hasBackup && {
        S3BackupMode: "Enabled",
        S3BackupDescription: {
          RoleARN: undefined,
          EncryptionConfiguration: undefined,
          BucketARN: "arn:aws:s3:::backup",
          Prefix: "source/",
          BufferingHints,
          CompressionFormat: "UNCOMPRESSED",
        },
      }),
    },
  });
}

/** Plays a scenario, and then lets time pass. */
async function play(settings: Settings, steps: readonly Step[], drainMs: number) {
  const simulation = simulate(settings);
  const sent: string[] = [];
  simulation.deliveryStream.start();
  for (const step of steps) {
    if (step.kind === "wait") await simulation.clock.advance(step.ms);
    else if (step.kind === "split") simulation.split(step.position);
    else if (step.kind === "merge") simulation.merge();
    else if (step.kind === "update") simulation.deliveryStream.update(simulation.settings);
    else if (step.kind === "crash") simulation.crash();
    else {
      const records = step.keys.map((key, position) => `key${key}/${sent.length + position}`);
      sent.push(...records);
      const lines = records.map((text) => ({ data: Buffer.from(`${text}\n`), partitionKey: text.split("/")[0] ?? "" }));
      if (step.kind === "put") simulation.putData(lines);
      else simulation.putData([{ data: kplAggregate(lines), partitionKey: "aggregate" }]);
    }
  }
  await simulation.clock.advance(drainMs);
  const delivered = simulation.lines("data/");
  const failed = simulation.errors("processing-failed").map(({ rawData }) => textOf(rawData));
  const dropped = new Set(settings.hasTransform ? sent.filter(isDropped) : []);
  return { simulation, sent, delivered, failed, dropped };
}

describe("for any traffic, settings, updates, faults and reshards", () => {
  it("each record is in one object, dropped on purpose, or still on its way, and the counts say so", async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(settings, steps, fc.nat(120_000), async (settings, steps, drainMs) => {
        const { simulation, sent, delivered, failed, dropped } = await play(settings, steps, drainMs);
        const ended = [...delivered, ...failed];
        expect(new Set(ended).size).toBe(ended.length);
        expect(sent).toEqual(expect.arrayContaining(ended));
        const { statistics } = simulation.deliveryStream;
        expect(statistics).toMatchObject({ delivered: delivered.length, failed: failed.length, lost: 0, expired: 0 });
        expect(statistics.dropped).toBeLessThanOrEqual(dropped.size);
        expect(statistics.received).toBe(ended.length + statistics.dropped + statistics.buffered);
        expect(statistics.buffered).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("each comes to its end once S3 and the function work, and a flush leaves nothing behind", async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(settings, steps, async (settings, steps) => {
        const { simulation, sent, delivered, failed } = await play(settings, steps, longMs);
        const { statistics } = simulation.deliveryStream;
        expect(statistics).toMatchObject({ received: sent.length, buffered: 0, unread: 0 });
        expect([...delivered, ...failed]).toHaveLength(sent.length - statistics.dropped);
        if (settings.hasBackup) expect(simulation.lines("source/").sort()).toEqual([...sent].sort());
        for (const { shardId, nextIndex } of simulation.stream.shards()) {
          expect(simulation.checkpoints.get(shardId)).toBe(nextIndex);
        }
      }),
    );
  });

  it("a crash at any moment loses nothing: what was in no object is delivered again", async () => {
    const steps = fc.array(fc.oneof({ weight: 5, arbitrary: step }, crash), { minLength: 2, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(settings, steps, async (settings, steps) => {
        const { simulation, sent, delivered, failed, dropped } = await play(settings, steps, longMs);
        expect(simulation.deliveryStream.statistics).toMatchObject({ buffered: 0, unread: 0, lost: 0 });
        const ended = new Set([...delivered, ...failed, ...dropped]);
        expect(sent.filter((text) => !ended.has(text))).toEqual([]);
        if (settings.hasBackup) expect(new Set(simulation.lines("source/"))).toEqual(new Set(sent));
      }),
    );
  });
});
