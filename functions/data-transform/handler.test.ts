import fc from "fast-check";
import type { Answer, FirehoseRecord } from "./firehose-event";
import { makeHandler } from "./handler";
import { maxResponseBytes } from "./response";

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const context = { awsRequestId: "request-1", functionName: "transform" };
const click = { user_id: "user-1", event_type: "click", timestamp: "2026-01-01T23:59:59Z" };
const withField = (name: string, json: string) => `${JSON.stringify(click).slice(0, -1)},"${name}":${json}}`;

function toRecords(data: readonly (string | Buffer)[]): FirehoseRecord[] {
  return data.map((bytes, i) => ({
    recordId: `4954698668313554428650745793632162567570019247115678${String(i).padStart(6, "0")}0000`,
    approximateArrivalTimestamp: Date.UTC(2026, 5, 7),
    data: Buffer.from(bytes).toString("base64"),
  }));
}

async function invoke(records: readonly FirehoseRecord[]) {
  const lines: Record<string, unknown>[] = [];
  const handler = makeHandler({
    now: () => nowMs,
    log: (logged) => lines.push(...logged.map((line) => JSON.parse(line))),
    environment: "dev",
  });
  const response = await handler({ invocationId: "i", deliveryStreamArn: "arn", records }, context);
  return { answers: response.records, bytes: Buffer.byteLength(JSON.stringify(response)), lines };
}

const invokeOn = (...data: (string | Buffer)[]) => invoke(toRecords(data));
const textOf = (answer: Answer | undefined) => Buffer.from(answer?.data ?? "", "base64").toString();
const keysOf = (answer: Answer | undefined) => (answer?.result === "Ok" ? answer.metadata.partitionKeys : undefined);

/** Lambda takes 6 MB of it, too. */
const requestBytes = (records: readonly FirehoseRecord[]) => JSON.stringify({ records }).length;

/** Each of a few records so many times that it takes its share of what is left of a request: many small ones, or few. */
function fillRequest(kinds: readonly (readonly [string, number])[]): string[] {
  let left = maxResponseBytes - requestBytes([]);
  return kinds.flatMap(([data, share]) => {
    const bytes = requestBytes(toRecords([data]));
    const times = Math.floor((left * share) / bytes);
    left -= times * bytes;
    return Array<string>(times).fill(data);
  });
}

describe("the data transform", () => {
  it("gives an event back as a line with its time and its two fields, and its partition keys", async () => {
    const { answers } = await invokeOn(withField("value", "1.10"));
    expect(answers.map(({ result }) => result)).toEqual(["Ok"]);
    expect(textOf(answers[0])).toBe(
      '{"user_id":"user-1","event_type":"click","value":1.10,"timestamp":"2026-01-01T23:59:59.000Z",' +
        '"transform_timestamp":"2026-01-02T03:04:05.678Z","partition_key":"2026-01-01-CLICK"}\n',
    );
    expect(keysOf(answers[0])).toEqual({ event_type: "CLICK", day: "2026-01-01" });
  });

  it.each([
    ["1767323045", "2026-01-02T03:04:05.000Z"],
    ["1767323045678", "2026-01-02T03:04:05.678Z"],
    ['"2026-01-01T23:00:00-05:00"', "2026-01-02T04:00:00.000Z"],
    ["null", expect.stringMatching(/^2026-06-07T/)],
  ])(
    "writes a timestamp of %s, or the arrival, as the processors do, and takes the day from it",
    async (given, time) => {
      const { answers } = await invokeOn(withField("timestamp", given));
      const { timestamp } = JSON.parse(textOf(answers[0]));
      expect(timestamp).toEqual(time);
      expect(keysOf(answers[0])).toMatchObject({ day: timestamp.slice(0, 10) });
    },
  );

  it("leaves a time that is written so already where it stands", async () => {
    const event = withField("timestamp", '"2026-01-02T03:04:05.000Z"');
    const { answers } = await invokeOn(event);
    expect(textOf(answers[0]).startsWith(event.slice(0, -1))).toBe(true);
  });

  it.each([
    [" page view ", "PAGE_VIEW"],
    ["../../etc", "______ETC"],
    ["日本", "__"],
    ["a=b/c", "A_B_C"],
    ["x".repeat(1000), "X".repeat(64)],
  ])("makes one piece of a path of the event type %j", async (eventType, piece) => {
    const { answers } = await invokeOn(JSON.stringify({ ...click, event_type: eventType }));
    expect(keysOf(answers[0])).toMatchObject({ event_type: piece });
    expect(JSON.parse(textOf(answers[0]))).toMatchObject({ event_type: eventType });
  });

  it.each([
    ["not a JSON object", "hello"],
    ["not a JSON object", ""],
    ["not a JSON object", "[1]"],
    ["not a JSON object", "null"],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["no user_id", '{"event_type":"click"}'],
    ["no user_id", withField("user_id", '" "')],
    ["no event_type", withField("event_type", "null")],
    ["no event_type", withField("event_type", "{}")],
    ["timestamp is no time", withField("timestamp", '"2026-02-30"')],
  ])("fails what is no event (%s) as it came, and none of its neighbours", async (reason, data) => {
    const { answers, lines } = await invokeOn(JSON.stringify(click), data, JSON.stringify(click));
    expect(answers.map(({ result }) => result)).toEqual(["Ok", "ProcessingFailed", "Ok"]);
    expect(Buffer.from(answers[1]?.data ?? "", "base64")).toEqual(Buffer.from(data));
    expect(lines.at(-1)).toMatchObject({ level: "WARN", transformed: 2, malformed: { [reason]: 1 } });
  });

  it("counts what it did in metrics, and says nothing of what is in the records", async () => {
    const { lines } = await invokeOn(JSON.stringify(click), "secret", JSON.stringify(click));
    const counts = { RecordsTransformed: 2, RecordsMalformed: 1, RecordsOversized: 0 };
    expect(lines[0]).toMatchObject({ Environment: "dev", FunctionName: "transform", ...counts });
    expect(lines[0]).toMatchObject({
      _aws: { Timestamp: nowMs, CloudWatchMetrics: [{ Namespace: "KinesisProcessing" }] },
    });
    expect(JSON.stringify(lines)).not.toMatch(/secret|user-1/);
  });

  it("says what it expects of an event that is none of Firehose", async () => {
    const wrong = JSON.parse('[{"Records":[]}]');
    await expect(
      makeHandler({ now: () => 0, log: () => undefined, environment: "dev" })(wrong[0], context),
    ).rejects.toThrow('expected an event of a Firehose stream with a list "records", got object');
  });
});

describe("the response", () => {
  const time = '"timestamp":"2026-01-02T03:04:05.000Z",';
  it.each([
    [1, 76, ""],
    [2, 211, ""],
    [3, 527, ""],
    [2, 178, time],
    [3, 445, time],
  ])(
    "takes a buffer of %d MiB whole whose records have %d bytes, of which their time is '%s'",
    async (mebibytes, bytes, ownTime) => {
      const start = `{"user_id":"u","event_type":"PAGE_VIEW",${ownTime}"p":"`;
      const event = `${start.padEnd(bytes - '"}'.length, "p")}"}`;
      expect(event).toHaveLength(bytes);
      const { answers, lines, ...response } = await invokeOn(
        ...Array<string>(Math.floor((mebibytes * 2 ** 20) / bytes)).fill(event),
      );
      expect(lines[0]).toMatchObject({ RecordsTransformed: answers.length });
      expect(response.bytes).toBeGreaterThan(maxResponseBytes - 200_000);
    },
  );

  it("fails the one large record rather than the many small ones", async () => {
    const small = Array<string>(16_000).fill(JSON.stringify(click));
    const large = withField("padding", JSON.stringify("p".repeat(900_000)));
    const { answers, bytes, lines } = await invokeOn(...small.slice(0, 8000), large, ...small.slice(8000));
    expect(answers.flatMap(({ result }, i) => (result === "Ok" ? [] : [i]))).toEqual([8000]);
    expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
    expect(lines[0]).toMatchObject({ RecordsTransformed: 16_000, RecordsOversized: 1 });
  });

  it("gives up the data of what failed before it fails another, however much larger", async () => {
    const events = Array<string>(13_000).fill(JSON.stringify(click));
    const noEvents = Array<string>(10_000).fill("no event ".repeat(7));
    const { answers, bytes, lines } = await invokeOn(...noEvents, ...events);
    expect(lines[0]).toMatchObject({ RecordsTransformed: 13_000, RecordsMalformed: 10_000, RecordsOversized: 0 });
    expect(new Set(answers.slice(0, 10_000).map(({ data }) => data === undefined))).toEqual(new Set([true, false]));
    expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
  });

  it("has each record once, in order, with a legal result and in 6 MB, for any request of 6 MB", async () => {
    const event = fc.oneof(
      fc.json(),
      fc.string({ unit: "binary" }),
      fc.record({ user_id: fc.string(), event_type: fc.string(), value: fc.jsonValue() }).map((e) => JSON.stringify(e)),
      fc.integer({ min: 0, max: 900_000 }).map((length) => withField("padding", JSON.stringify("p".repeat(length)))),
    );
    const batch = fc
      .array(fc.tuple(event, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 5 })
      .map((kinds) => toRecords(fillRequest(kinds)));
    await fc.assert(
      fc.asyncProperty(batch, async (records) => {
        const { answers, bytes } = await invoke(records);
        expect(requestBytes(records)).toBeLessThanOrEqual(maxResponseBytes);
        expect(answers.map(({ recordId }) => recordId)).toEqual(records.map(({ recordId }) => recordId));
        expect(answers.filter(({ result }) => !["Ok", "ProcessingFailed"].includes(result))).toEqual([]);
        expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
        const wrong = answers.filter((answer) => answer.result === "Ok" && !/^\{.*\}\n$/.test(textOf(answer)));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 30, examples: [[toRecords(fillRequest([[JSON.stringify(click), 1]]))]] },
    );
  });
});
