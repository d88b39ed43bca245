import { type BatchWriteItemCommandInput, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { kplAggregate } from "../../test/kpl-aggregate";
import type { KinesisEvent, KinesisEventRecord } from "../shared/kinesis-event";
import type { Item } from "../shared/processor/attribute-value";
import { type Dependencies, makeHandler } from "./handler";

/** How DynamoDB answers a BatchWriteItem; by default it takes all. */
type Answer = "ok" | "throttle" | "500" | "timeout" | "denied" | { readonly unprocessed: number };

/**
 * AWS at the client boundary, in memory: a table, a bucket and time. Answers follow a script, then all is well.
 * Items with `poison` bring a ValidationException on their batch, as one that breaks a rule of DynamoDB would.
 */
class FakeAws {
  readonly table = new Map<string, Item>();
  readonly objects = new Map<string, string>();
  readonly batchSizes: number[] = [];
  /** What DynamoDB would have refused as a whole: more than 25 items, or two with an equal key. */
  readonly violations: string[] = [];
  readonly lines: Record<string, unknown>[] = [];
  nowMs = Date.UTC(2026, 0, 2);

  constructor(
    readonly answers: Answer[] = [],
    /** Whether S3 fails, put by put. */
    readonly s3Failures: boolean[] = [],
  ) {}

  get deps(): Dependencies {
    return {
      batchWrite: async (input) => this.#batchWrite(input),
      putObject: async ({ Key = "", Body }) => {
        if (this.s3Failures.shift()) throw new Error("S3 is away");
        this.objects.set(Key, String(Body));
      },
      now: () => this.nowMs,
      sleep: async (ms) => {
        this.nowMs += ms;
      },
      random: () => 0.5,
      log: (lines) => this.lines.push(...lines.map((line) => JSON.parse(line))),
      settings: {
        tableName: "table",
        ttlDays: 30,
        eventTypeBuckets: 4,
        eventTypes: new Set(["CLICK"]),
        failuresBucket: "failures",
        processorName: "stream-processor",
        environment: "dev",
      },
    };
  }

  #batchWrite({ RequestItems }: BatchWriteItemCommandInput) {
    const requests = RequestItems?.["table"] ?? [];
    this.batchSizes.push(requests.length);
    const items = requests.map(({ PutRequest }) => PutRequest?.Item ?? {});
    if (items.length > 25) this.violations.push(`${items.length} items`);
    if (new Set(items.map(keyOf)).size < items.length) this.violations.push("equal keys");
    // An answer takes time, so that a table which is never well again uses up the invocation.
    this.nowMs += 10;
    const answer = this.answers.shift() ?? "ok";
    if (answer === "throttle") throw awsError("ProvisionedThroughputExceededException", 400);
    if (answer === "500") throw awsError("InternalServerError", 500);
    if (answer === "denied") throw awsError("AccessDeniedException", 400);
    if (answer === "timeout") throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
    if (items.some((item) => "poison" in item)) throw awsError("ValidationException", 400);
    const taken = answer === "ok" ? items.length : Math.max(0, items.length - answer.unprocessed);
    for (const item of items.slice(0, taken)) this.table.set(keyOf(item), item);
    const left = requests.slice(taken);
    return left.length > 0 ? { UnprocessedItems: { table: left } } : {};
  }

  /** Sub-records in quarantine, as `sequence/subsequence`. */
  get quarantined(): Set<string> {
    const lines = [...this.objects.values()].flatMap((body) => body.trimEnd().split("\n"));
    return new Set(lines.map((line) => JSON.parse(line)).map((l) => `${l.sequenceNumber}/${l.subSequenceNumber ?? 0}`));
  }
}

function keyOf(item: Item): string {
  return JSON.stringify([item["user_id"]?.S, item["timestamp_event_id"]?.S]);
}

function awsError(name: string, httpStatusCode: number): DynamoDBServiceException {
  const $fault = httpStatusCode < 500 ? "client" : "server";
  return new DynamoDBServiceException({ name, $fault, message: `${name} by script`, $metadata: { httpStatusCode } });
}

const shardId = "shardId-000000000003";
const firstSequence = 49_590_338_271_490_256_608_559_692n;

function kinesisRecord(position: number, data: Buffer | string): KinesisEventRecord {
  const sequenceNumber = String(firstSequence + BigInt(position));
  return {
    eventID: `${shardId}:${sequenceNumber}`,
    kinesis: {
      data: Buffer.from(data).toString("base64"),
      partitionKey: "key",
      sequenceNumber,
      approximateArrivalTimestamp: Date.UTC(2026, 0, 1) / 1000 + position,
    },
  };
}

const toEvent = (data: readonly (Buffer | string)[]): KinesisEvent => ({
  Records: data.map((bytes, position) => kinesisRecord(position, bytes)),
});
const sequenceAt = (position: number) => String(firstSequence + BigInt(position));
const click = (id: string, fields: object = {}) =>
  JSON.stringify({ event_id: id, timestamp: "2026-01-01T00:00:00Z", user_id: "user", event_type: "click", ...fields });
const clicks = (count: number) => Array.from({ length: count }, (_, i) => click(`e${i}`));

async function invoke(aws: FakeAws, event: KinesisEvent, remainingMs = 60_000) {
  const context = { awsRequestId: "request-1", functionName: "processor", getRemainingTimeInMillis: () => remainingMs };
  const { batchItemFailures } = await makeHandler(aws.deps)(event, context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const counts = (aws: FakeAws) => {
  const total = aws.lines.find((line) => "RecordsRejected" in line);
  return [total?.["RecordsProcessed"], total?.["RecordsRejected"], total?.["RecordsRetried"]];
};

describe("the stream processor", () => {
  it("writes a batch in requests of at most 25 items and acknowledges it", async () => {
    const aws = new FakeAws();
    expect(await invoke(aws, toEvent(clicks(60)))).toEqual([]);
    expect(aws.table.size).toBe(60);
    expect(aws.batchSizes.sort()).toEqual([10, 25, 25]);
  });

  it("acknowledges an empty batch", async () => {
    expect(await invoke(new FakeAws(), { Records: [] })).toEqual([]);
  });

  it("says what it expects of an event that is none of a stream", async () => {
    const wrong: KinesisEvent = JSON.parse('{"detail":1}');
    await expect(invoke(new FakeAws(), wrong)).rejects.toThrow(
      'expected an event of a Kinesis stream with a list "Records"',
    );
  });

  it("takes nothing out of quarantine when a replay gets less far than the first time", async () => {
    const aws = new FakeAws();
    const batch = toEvent(["bad", click("a"), "worse"]);
    expect(await invoke(aws, batch)).toEqual([]);
    const before = new Map(aws.objects);
    aws.answers.push("denied");
    expect(await invoke(aws, batch)).toEqual([sequenceAt(1)]);
    for (const [key, body] of before) expect(aws.objects.get(key)).toBe(body);
  });

  it("puts what can never be an event into quarantine, with its reason and bytes, and goes on", async () => {
    const aws = new FakeAws();
    expect(await invoke(aws, toEvent([click("a"), "hello", click("b", { user_id: " " }), click("c")]))).toEqual([]);
    expect(aws.table.size).toBe(2);
    const [[key, body] = []] = aws.objects;
    expect(key).toBe(`quarantine/stream-processor/${shardId}/${sequenceAt(0)}-${sequenceAt(3)}.ndjson`);
    expect(body?.endsWith("\n")).toBe(true);
    expect(
      body
        ?.trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        reason: expect.stringMatching(/^not JSON: /),
        shardId,
        sequenceNumber: sequenceAt(1),
        partitionKey: "key",
        arrivedAt: "2026-01-01T00:00:01.000Z",
        data: Buffer.from("hello").toString("base64"),
      },
      expect.objectContaining({ reason: '"user_id" is empty', sequenceNumber: sequenceAt(2) }),
    ]);
    expect(counts(aws)).toEqual([2, 2, 0]);
  });

  it("acknowledges nothing from the first reject on when the quarantine can't take it", async () => {
    const aws = new FakeAws([], [true]);
    expect(await invoke(aws, toEvent([click("a"), click("b"), "hello", click("c")]))).toEqual([sequenceAt(2)]);
    expect(counts(aws)).toEqual([2, 0, 2]);
    expect(aws.lines.at(-1)).toMatchObject({ level: "ERROR", errors: ["Error: S3 is away"] });
  });

  it("takes an aggregate of 1,000 records apart", async () => {
    const aws = new FakeAws();
    const records = clicks(1000).map((data) => ({ partitionKey: "inner", data: Buffer.from(data) }));
    expect(await invoke(aws, toEvent([kplAggregate(records)]))).toEqual([]);
    expect(aws.table.size).toBe(1000);
  });

  it("quarantines one bad record of an aggregate by its place in it", async () => {
    const aws = new FakeAws();
    const packed = [click("a"), "hello"].map((data, i) => ({ partitionKey: `inner-${i}`, data: Buffer.from(data) }));
    expect(await invoke(aws, toEvent([click("z"), kplAggregate(packed)]))).toEqual([]);
    expect(aws.table.size).toBe(2);
    expect([...aws.objects.values()].map((body) => JSON.parse(body))).toEqual([
      expect.objectContaining({ sequenceNumber: sequenceAt(1), subSequenceNumber: 1, partitionKey: "inner-1" }),
    ]);
  });

  it("quarantines an aggregate with a bad checksum whole, as a record that is not JSON", async () => {
    const aws = new FakeAws();
    const damaged = kplAggregate([{ partitionKey: "k", data: Buffer.from(click("a")) }]);
    damaged.writeUInt8(damaged.readUInt8(10) ^ 0xff, 10);
    expect(await invoke(aws, toEvent([damaged, click("b")]))).toEqual([]);
    expect([...aws.objects.values()].map((body) => JSON.parse(body))).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^not JSON: /), data: damaged.toString("base64") }),
    ]);
    expect(aws.table.size).toBe(1);
  });

  it("returns the aggregate's sequence number when one of its records could not be written", async () => {
    const packed = clicks(30).map((data) => ({ partitionKey: "k", data: Buffer.from(data) }));
    const aws = new FakeAws(["ok", "denied"]);
    expect(await invoke(aws, toEvent([click("z"), kplAggregate(packed), click("y")]))).toEqual([sequenceAt(1)]);
    expect(aws.table.size).toBe(25);
    expect(counts(aws)).toEqual([1, 0, 31]);
  });

  it("tries what DynamoDB leaves again within the time there is", async () => {
    const aws = new FakeAws(["throttle", "500", "timeout", { unprocessed: 20 }, { unprocessed: 3 }]);
    expect(await invoke(aws, toEvent(clicks(25)))).toEqual([]);
    expect(aws.batchSizes).toEqual([25, 25, 25, 25, 20, 3]);
    expect(aws.table.size).toBe(25);
    expect(aws.lines.at(-1)).toMatchObject({ level: "INFO" });
  });

  it("stops in time for its answer when DynamoDB stays throttled", async () => {
    const aws = new FakeAws(Array(10_000).fill("throttle"));
    const startedMs = aws.nowMs;
    expect(await invoke(aws, toEvent(clicks(25)), 10_000)).toEqual([sequenceAt(0)]);
    expect(aws.nowMs - startedMs).toBeLessThan(10_000);
    expect(counts(aws)).toEqual([0, 0, 25]);
    expect(aws.lines.at(-1)).toMatchObject({ level: "ERROR", failedSequence: sequenceAt(0) });
  });

  it("does not knock again where DynamoDB grants nothing", async () => {
    const aws = new FakeAws(Array(100).fill("denied"));
    expect(await invoke(aws, toEvent(clicks(25)))).toEqual([sequenceAt(0)]);
    expect(aws.batchSizes).toEqual([25]);
  });

  it("finds the item behind a ValidationException and lets its neighbours pass", async () => {
    const aws = new FakeAws();
    const data = clicks(50);
    data[13] = click("bad", { poison: true });
    expect(await invoke(aws, toEvent(data))).toEqual([]);
    expect(aws.table.size).toBe(49);
    expect(aws.quarantined).toEqual(new Set([`${sequenceAt(13)}/0`]));
    expect(counts(aws)).toEqual([49, 1, 0]);
  });

  it("lets the last of equal keys win", async () => {
    const aws = new FakeAws();
    expect(await invoke(aws, toEvent([1, 2, 3].map((value) => click("same", { value }))))).toEqual([]);
    expect([...aws.table.values()].map((item) => item["value"])).toEqual([{ N: "3" }]);
    expect(counts(aws)).toEqual([3, 0, 0]);
  });

  it("takes any number of versions of one event", async () => {
    const aws = new FakeAws(["throttle"]);
    const records = Array.from({ length: 50_000 }, (_, value) => ({
      partitionKey: "k",
      data: Buffer.from(`{"event_id":1,"timestamp":1767225600,"user_id":"u","event_type":"t","value":${value}}`),
    }));
    expect(await invoke(aws, toEvent([kplAggregate(records)]))).toEqual([]);
    expect([...aws.table.values()].map((item) => item["value"])).toEqual([{ N: "49999" }]);
  });

  it("writes the earlier of equal keys when DynamoDB refuses the later one", async () => {
    const aws = new FakeAws();
    const data = [click("same", { value: 1 }), click("same", { value: 2, poison: true })];
    expect(await invoke(aws, toEvent(data))).toEqual([]);
    expect([...aws.table.values()].map((item) => item["value"])).toEqual([{ N: "1" }]);
    expect(aws.quarantined).toEqual(new Set([`${sequenceAt(1)}/0`]));
  });

  it("returns the earliest of equal keys when the last could not be written", async () => {
    const aws = new FakeAws(["denied"]);
    expect(await invoke(aws, toEvent([click("same"), click("same")]))).toEqual([sequenceAt(0)]);
  });

  it("emits each metric once for the function and once for each allowed event type, under exactly these dimensions", async () => {
    const aws = new FakeAws();
    await invoke(
      aws,
      toEvent([click("a"), click("b"), click("c", { event_type: "rare" }), click("d", { event_type: "odd" })]),
    );
    const metricLines = aws.lines.filter((line) => "_aws" in line);
    expect(metricLines.map(({ _aws, ...rest }) => rest)).toEqual([
      {
        Environment: "dev",
        FunctionName: "processor",
        RecordsProcessed: 4,
        RecordsRejected: 0,
        RecordsRetried: 0,
        ProcessingLatency: 24 * 3_600_000 + 10,
      },
      { Environment: "dev", FunctionName: "processor", EventType: "CLICK", RecordsProcessed: 2 },
      { Environment: "dev", FunctionName: "processor", EventType: "OTHER", RecordsProcessed: 2 },
    ]);
    expect(metricLines[0]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Namespace: "KinesisProcessing" }] } });
  });

  it("logs one line for people, without payloads", async () => {
    const aws = new FakeAws();
    await invoke(aws, toEvent([click("secret"), '{"secret":']));
    expect(aws.lines.at(-1)).toEqual({
      level: "WARN",
      message: "batch done",
      requestId: "request-1",
      shard: shardId,
      sequence: sequenceAt(0),
      processed: 1,
      rejected: 1,
      retried: 0,
    });
    expect(JSON.stringify(aws.lines)).not.toContain("secret");
  });
});

describe("for any batch and any answers of DynamoDB and S3, the stream processor", () => {
  /** A record as the test knows it: `id` is undefined where none can be read. */
  interface Part {
    readonly id?: number;
    readonly value?: number;
    readonly poison?: true;
    readonly text: string;
  }
  // Few ids, so that keys repeat within a batch.
  const event = fc.record({ id: fc.integer({ min: 0, max: 40 }), value: fc.integer() });
  const part: fc.Arbitrary<Part> = fc.oneof(
    { weight: 8, arbitrary: event.map(({ id, value }) => ({ id, value, text: click(`e${id}`, { value }) })) },
    {
      weight: 1,
      arbitrary: event.map(({ id, value }) => ({
        id,
        value,
        poison: true as const,
        text: click(`e${id}`, { value, poison: true }),
      })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("hello", "[]", "{}", click("x", { timestamp: "soon" })).map((text) => ({ text })),
    },
  );
  /** Kinesis records: of one part, or an aggregate of several. */
  const batch = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(part) },
      { weight: 1, arbitrary: fc.array(part, { minLength: 2, maxLength: 40 }) },
    ),
    { minLength: 1, maxLength: 100 },
  );
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.constantFrom<Answer>("ok", "throttle", "500", "timeout", "denied"),
    fc.record({ unprocessed: fc.integer({ min: 0, max: 25 }) }),
  );
  const answers = fc.oneof(
    fc.array(answer, { maxLength: 40 }),
    // Longer than an invocation lasts.
    fc.array(fc.constantFrom<Answer>("throttle", "500"), { minLength: 200, maxLength: 200 }),
  );
  const s3Failures = fc.array(fc.boolean(), { maxLength: 3 });

  const toBytes = (parts: readonly Part[]) =>
    parts.length > 1
      ? kplAggregate(parts.map(({ text }) => ({ partitionKey: "k", data: Buffer.from(text) })))
      : (parts[0]?.text ?? "");
  const placed = (records: readonly (readonly Part[])[]) =>
    records.flatMap((record, position) =>
      record.map((part, sub) => ({ ...part, position, place: `${sequenceAt(position)}/${sub}` })),
    );
  /** All that can't be written and nothing else, but a version that a later one replaced need not have been tried. */
  const expectQuarantined = (aws: FakeAws, parts: ReturnType<typeof placed>) => {
    const bad = parts.filter(({ id, poison }) => id === undefined || poison);
    const isReplaced = ({ id }: Part, i: number) => parts.slice(i).some((later) => later.id === id && !later.poison);
    const mustBe = bad.filter((part) => part.id === undefined || !isReplaced(part, parts.indexOf(part)));
    expect(bad.map(({ place }) => place)).toEqual(expect.arrayContaining([...aws.quarantined]));
    expect([...aws.quarantined]).toEqual(expect.arrayContaining(mustBe.map(({ place }) => place)));
  };
  const tableKey = (id: number) => JSON.stringify(["user", `2026-01-01T00:00:00.000Z#e${id}`]);
  const withoutProcessedAt = (aws: FakeAws) =>
    new Map([...aws.table].map(([key, { processed_at, ...item }]) => [key, item]));

  it("writes, quarantines or returns each record, in requests that DynamoDB can take", async () => {
    await fc.assert(
      fc.asyncProperty(batch, answers, s3Failures, async (records, script, failures) => {
        const aws = new FakeAws([...script], [...failures]);
        const [failed] = await invoke(aws, toEvent(records.map(toBytes)));
        const checkpoint = failed === undefined ? records.length : Number(BigInt(failed) - firstSequence);
        expect(checkpoint).toBeGreaterThanOrEqual(0);
        expect(aws.violations).toEqual([]);

        const parts = placed(records);
        // What comes again is quarantined then, or given up by the mapping: it must not stand in two places.
        const coming = parts.filter(({ position }) => position >= checkpoint);
        expect(coming.filter(({ place }) => aws.quarantined.has(place))).toEqual([]);
        parts.forEach(({ id, position, place }, i) => {
          if (position >= checkpoint || aws.quarantined.has(place)) return;
          // Its own version, or one that came after it.
          const versions = parts.slice(i).filter((later) => later.id === id && !later.poison);
          const written = aws.table.get(tableKey(id ?? Number.NaN))?.["value"]?.N;
          expect(versions.map(({ value }) => String(value))).toContain(written);
        });
      }),
    );
  });

  it("loses nothing and ends with the last version of each event, however often a batch comes back", async () => {
    await fc.assert(
      fc.asyncProperty(batch, answers, s3Failures, async (records, script, failures) => {
        const aws = new FakeAws([...script], [...failures]);
        const all = toEvent(records.map(toBytes));
        let from = 0;
        for (let tries = 0; from < records.length; tries++) {
          expect(tries).toBeLessThan(100);
          const [failed] = await invoke(aws, { Records: all.Records.slice(from) });
          from = failed === undefined ? records.length : Number(BigInt(failed) - firstSequence);
        }

        const parts = placed(records);
        const good = parts.filter(({ id, poison }) => id !== undefined && !poison);
        const last = new Map(good.map(({ id = Number.NaN, value }) => [tableKey(id), String(value)]));
        expect(new Map([...aws.table].map(([key, item]) => [key, item["value"]?.N]))).toEqual(last);
        expectQuarantined(aws, parts);

        // A replay changes nothing but processed_at.
        const before = withoutProcessedAt(aws);
        aws.nowMs += 3_600_000;
        aws.answers.length = 0;
        aws.s3Failures.length = 0;
        expect(await invoke(aws, all)).toEqual([]);
        expect(withoutProcessedAt(aws)).toEqual(before);
        expectQuarantined(aws, parts);
        expect(aws.violations).toEqual([]);
      }),
    );
  });

  it("counts each record once: as processed, rejected or retried", async () => {
    await fc.assert(
      fc.asyncProperty(batch, answers, s3Failures, async (records, script, failures) => {
        const aws = new FakeAws([...script], [...failures]);
        await invoke(aws, toEvent(records.map(toBytes)));
        const total = counts(aws).reduce<number>((sum, count) => sum + Number(count), 0);
        expect(total).toBe(records.flat().length);
      }),
    );
  });
});
