import type { KinesisStreamEvent } from "aws-lambda";
import fc from "fast-check";
import { type Answer, type Call, MappingSimulation } from "./mapping-simulation";

/** Longer than any scenario's work, shorter than the stream's retention. */
const longMs = 12 * 3_600_000;
const bucketArn = "arn:aws:s3:::failures";

/** What the function does with one call. */
const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "success" } as const) },
  fc.constant({ kind: "throw" } as const),
  fc.constant({ kind: "throttle" } as const),
  fc.constant({ kind: "malformed" } as const),
  fc.record({ kind: fc.constant("partial" as const), failed: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }) }),
);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      keys: fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 90_000 }) }) },
  fc.record({ kind: fc.constant("split" as const), position: fc.nat(3) }),
  fc.constant({ kind: "merge" } as const),
);

/** The process is killed, and another one started. */
const restart = fc.constant({ kind: "restart" } as const);

const scenario = fc.record({
  settings: fc.record({
    shards: fc.integer({ min: 1, max: 3 }),
    parallelizationFactor: fc.integer({ min: 1, max: 4 }),
    batchSize: fc.integer({ min: 1, max: 8 }),
    maximumBatchingWindowInSeconds: fc.constantFrom(0, 0, 2),
    bisectBatchOnFunctionError: fc.boolean(),
    reportBatchItemFailures: fc.boolean(),
    maximumRetryAttempts: fc.constantFrom(-1, 0, 1, 3),
    maximumRecordAgeInSeconds: fc.constantFrom(-1, 60),
    onFailureDestinationArn: fc.constantFrom(bucketArn, undefined),
    durationMs: fc.constantFrom(0, 300, 45_000),
    refusedDeliveries: fc.constantFrom(0, 0, 1, 7),
  }),
  outcomes: fc.array(outcome, { maxLength: 40 }),
  steps: fc.array(step, { minLength: 1, maxLength: 15 }),
});

type Outcome = typeof outcome extends fc.Arbitrary<infer T> ? T : never;
type Step = typeof step | typeof restart extends fc.Arbitrary<infer T> ? T : never;
type Scenario = Omit<typeof scenario extends fc.Arbitrary<infer T> ? T : never, "steps"> & { steps: readonly Step[] };

function answerOf(outcome: Outcome | undefined, event: KinesisStreamEvent): Answer {
  if (!outcome || outcome.kind === "success") return { payload: { batchItemFailures: [] } };
  if (outcome.kind === "throttle") return "throttled";
  if (outcome.kind === "throw") return new Error("thrown");
  if (outcome.kind === "malformed") return { payload: { batchItemFailures: [{ itemIdentifier: "" }] } };
  const sequenceNumbers = event.Records.map(({ kinesis }) => kinesis.sequenceNumber);
  const failed = outcome.failed.map((position) => sequenceNumbers[position % sequenceNumbers.length]);
  return { payload: { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) } };
}

/** The texts that a call acknowledged, by the rules as a reader of AWS's pages would put them. */
function acknowledged({ answer, texts, event }: Call, reportsFailures: boolean): readonly string[] {
  if (answer === "throttled" || answer instanceof Error) return [];
  const { batchItemFailures } = answer.payload as { batchItemFailures: { itemIdentifier: string }[] };
  if (!reportsFailures) return texts;
  if (batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === "")) return [];
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const first = event.Records.findIndex(({ kinesis }) => failed.has(kinesis.sequenceNumber));
  return first === -1 ? texts : texts.slice(0, first);
}

/** Plays a scenario; after its outcomes the function succeeds, so that with `drainMs` enough all comes to an end. */
async function play({ settings, outcomes, steps }: Scenario, drainMs: number) {
  let calls = 0;
  const simulation = new MappingSimulation({
    ...settings,
    respond: (_, event) => answerOf(outcomes[calls++], event),
  });
  const sent: string[] = [];
  simulation.mapping.start();
  for (const step of steps) {
    if (step.kind === "put") {
      const texts = step.keys.map((key, position) => `key${key}/${sent.length + position}`);
      simulation.put(...texts);
      sent.push(...texts);
    } else if (step.kind === "wait") await simulation.clock.advance(step.ms);
    else if (step.kind === "split") simulation.split(step.position);
    else if (step.kind === "merge") simulation.merge();
    else simulation.restart();
  }
  await simulation.clock.advance(drainMs);
  const processed = simulation.calls.flatMap((call) => acknowledged(call, settings.reportBatchItemFailures));
  const given = simulation.failureRecords.flatMap(
    ({ payload }): KinesisStreamEvent["Records"] => JSON.parse(payload).Records,
  );
  const failed = given.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
  return { simulation, sent, processed, failed };
}

describe("for any traffic, settings, outcomes and reshards", () => {
  it("each record is processed, in a failure record, dropped and counted, or still pending", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat(120_000), async (scenario, drainMs) => {
        const { simulation, sent, processed, failed } = await play(scenario, drainMs);
        const stopped = simulation.mapping.stop();
        await simulation.clock.advance(scenario.settings.durationMs);
        await stopped;
        const { stats } = simulation.mapping;
        expect(new Set([...processed, ...failed]).size).toBe(processed.length + failed.length);
        expect(stats.processed).toBe(processed.length);
        expect(stats.failedDestination).toBe(failed.length);
        expect(stats.processed + stats.failedDestination + stats.dropped + simulation.mapping.pending()).toBe(
          sent.length,
        );
      }),
    );
  });

  it("all comes to an end once the function succeeds", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scenario) => {
        const { simulation, sent, processed, failed } = await play(scenario, longMs);
        expect(simulation.mapping.pending()).toBe(0);
        expect(processed.length + failed.length + simulation.mapping.stats.dropped).toBe(sent.length);
      }),
    );
  });

  it("the records of one key are processed in the order of the stream", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scenario) => {
        const { processed, sent } = await play(scenario, longMs);
        for (let key = 0; key <= 5; key++) {
          const ofKey = (text: string) => text.startsWith(`key${key}/`);
          const done = new Set(processed);
          expect(processed.filter(ofKey)).toEqual(sent.filter((text) => ofKey(text) && done.has(text)));
        }
      }),
    );
  });

  it("no record is missed by a mapping that goes on where the one of a killed process was", async () => {
    const steps = fc.array(fc.oneof({ weight: 4, arbitrary: step }, restart), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(scenario, steps, async ({ settings, outcomes }, steps) => {
        const patient = { ...settings, maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1 } as const;
        const { simulation, sent, processed } = await play({ settings: patient, outcomes, steps }, longMs);
        expect(new Set(processed)).toEqual(new Set(sent));
        expect(simulation.mapping.pending()).toBe(0);
      }),
    );
  });

  it("a batch is given up after one call and its retries, throttles not counted, and its record says so", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (scenario) => {
        const { simulation } = await play(scenario, longMs);
        const { maximumRetryAttempts } = scenario.settings;
        for (const { requestContext, KinesisBatchInfo, payload } of simulation.failureRecords) {
          const { batchSize, startSequenceNumber } = KinesisBatchInfo;
          const calls = simulation.calls.filter(
            ({ answer, event }) =>
              answer !== "throttled" &&
              event.Records[0]?.kinesis.sequenceNumber === startSequenceNumber &&
              event.Records.length === batchSize,
          );
          expect(JSON.parse(payload).Records).toHaveLength(batchSize);
          if (requestContext.condition === "RecordAgeExceeded") continue;
          expect(requestContext.approximateInvokeCount).toBe(maximumRetryAttempts + 1);
          expect(calls).toHaveLength(maximumRetryAttempts + 1);
        }
      }),
    );
  });
});
