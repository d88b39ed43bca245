import { constants, createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import fc from "fast-check";
import { callErrors, type ScriptedStream, startScriptedStream } from "../../test/scripted-stream";
import { clientSettings, type OutgoingRecord, type SendOptions, send } from "./sender";
import type { Time } from "./time";

let stream: ScriptedStream;
beforeAll(async () => {
  stream = await startScriptedStream("events");
});
afterAll(() => stream.close());

interface Numbered extends OutgoingRecord {
  readonly number: number;
}

/** A record whose data is its number. */
function record(number: number, partitionKey = `key-${number}`): Numbered {
  return { number, partitionKey, data: Buffer.from(String(number)) };
}

/** Time that passes only while somebody sleeps, and then at once. */
function quickTime(): Time {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep: async (delayMs) => {
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += delayMs;
    },
  };
}

/** Sends and tells what became of every record. */
async function run(records: Iterable<Numbered>, options: Partial<SendOptions<Numbered>> = {}) {
  const acknowledged: number[] = [];
  const failed: number[] = [];
  const refused: string[] = [];
  const report = await send<Numbered>({
    client: stream.client,
    streamName: stream.name,
    async *records() {
      yield* records;
    },
    workers: 3,
    keepOrder: false,
    giveUpAfterMs: 60_000,
    time: quickTime(),
    random: Math.random,
    onAcknowledged: ({ number }) => acknowledged.push(number),
    onFailed: ({ number }) => failed.push(number),
    onRefused: ({ number }, reason) => refused.push(`${number}: ${reason}`),
    ...options,
  });
  return { report, acknowledged, failed, refused };
}

const byNumber = (a: number, b: number) => a - b;
const range = (count: number) => Array.from({ length: count }, (_, number) => number);

/** One decision after the other, over and over. */
function cycle<T>(decisions: readonly T[]): () => T | undefined {
  let next = 0;
  return () => decisions[next++ % decisions.length];
}

test("every record is acknowledged once or given up, never both, and a key keeps its order, whatever fails", async () => {
  const callOutcome = fc.constantFrom("ok", "ok", "ok", "throttle", "fault");
  const scenario = fc.record({
    keys: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 120 }),
    refusals: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    calls: fc.array(callOutcome, { minLength: 1, maxLength: 12 }),
    giveUpAfterMs: fc.integer({ min: 0, max: 8_000 }),
    workers: fc.integer({ min: 1, max: 6 }),
    keepOrder: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ keys, refusals, calls, ...options }) => {
      const nextRefusal = cycle(refusals);
      const nextCall = cycle(calls);
      stream.restart({
        refuses: () => nextRefusal() ?? false,
        call: () => {
          const outcome = nextCall();
          if (outcome === "throttle") return callErrors.throttle();
          return outcome === "fault" ? callErrors.fault() : undefined;
        },
      });
      const records = keys.map((key, number) => record(number, `key-${key}`));
      const { acknowledged, failed, report } = await run(records, options);

      expect([...acknowledged, ...failed].sort(byNumber)).toEqual(range(keys.length));
      const stored = stream.records();
      expect(stored.map(({ data }) => Number(data)).sort(byNumber)).toEqual([...acknowledged].sort(byNumber));
      expect(report).toMatchObject({ acknowledged: acknowledged.length, failed: failed.length, refused: 0 });
      if (!options.keepOrder) return;
      for (const partitionKey of new Set(records.map((each) => each.partitionKey))) {
        const ofKey = stored.filter((each) => each.partitionKey === partitionKey).map(({ data }) => Number(data));
        expect(ofKey).toEqual([...ofKey].sort(byNumber));
        const failedOfKey = failed.filter((number) => records[number]?.partitionKey === partitionKey);
        expect(failedOfKey).toEqual([...failedOfKey].sort(byNumber));
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("records go in full batches of 500", async () => {
  stream.restart();
  await run(
    range(1_700).map((number) => record(number)),
    { workers: 1 },
  );
  expect(stream.callSizes).toEqual([500, 500, 500, 200]);
});

test("a batch is never larger than 10 MiB with its keys", async () => {
  stream.restart();
  const megabyte = Buffer.alloc(1024 * 1024 - 10);
  const records = range(25).map((number) => ({ number, partitionKey: "0123456789", data: megabyte }));
  const { report } = await run(records, { workers: 1 });
  expect(report).toMatchObject({ acknowledged: 25, resent: 0 });
  expect(stream.callSizes).toEqual([10, 10, 5]);
});

test("only the records that the stream did not take are sent again", async () => {
  const seen = new Set<string>();
  stream.restart({
    refuses: ({ data }) => {
      const isFirst = !seen.has(data);
      seen.add(data);
      return isFirst && Number(data) % 10 === 0;
    },
  });
  const { report } = await run(range(100).map((number) => record(number)));
  expect(report).toMatchObject({ acknowledged: 100, failed: 0, resent: 10 });
  expect(stream.records()).toHaveLength(100);
});

test("a record that the stream never takes is given up when its time is over, and the others are not", async () => {
  stream.restart({ refuses: ({ data }) => data === "3" });
  const { acknowledged, failed } = await run(
    range(5).map((number) => record(number)),
    { giveUpAfterMs: 10_000 },
  );
  expect(failed).toEqual([3]);
  expect(acknowledged.sort(byNumber)).toEqual([0, 1, 2, 4]);
});

test("an answer that resending can't mend ends the reading, and what was read is given up", async () => {
  stream.restart({ call: callErrors.noSuchStream });
  let made = 0;
  function* endless() {
    for (;;) yield record(made++);
  }
  const { report, acknowledged, failed } = await run(endless());
  expect(report.stoppedBy?.name).toBe("ResourceNotFoundException");
  expect(acknowledged).toEqual([]);
  expect(failed.sort(byNumber)).toEqual(range(made));
});

test("the source is read no faster than the stream takes its records", async () => {
  let answered = 0;
  let read = 0;
  let furthestAhead = 0;
  stream.restart();
  function* counted() {
    for (; read < 20_000; read++) {
      furthestAhead = Math.max(furthestAhead, read - answered);
      yield record(read);
    }
  }
  await run(counted(), { workers: 1, onAcknowledged: () => answered++ });
  expect(answered).toBe(20_000);
  expect(furthestAhead).toBeLessThanOrEqual(1_000);
});

test("a record of more than 1 MiB and a key that no stream takes are refused, and the others go on", async () => {
  stream.restart();
  const records = [
    { ...record(0), data: Buffer.alloc(1024 * 1024) },
    record(1, ""),
    record(2, "k".repeat(257)),
    record(3, "é".repeat(256)),
    record(4),
  ];
  const { acknowledged, refused } = await run(records);
  expect(acknowledged.sort(byNumber)).toEqual([3, 4]);
  expect(refused).toEqual([
    "0: the record has 1048581 bytes with its partition key, and a stream takes at most 1048576",
    "1: the partition key has 0 characters, and must have 1 to 256",
    "2: the partition key has 257 characters, and must have 1 to 256",
  ]);
});

test("what was read before the source broke is still sent", async () => {
  stream.restart();
  function* breaking() {
    yield record(0);
    throw new Error("the file ends here");
  }
  const { report, acknowledged } = await run(breaking());
  expect(acknowledged).toEqual([0]);
  expect(report.stoppedBy?.message).toBe("the file ends here");
});

test("an interrupt ends the reading, and what was read is still sent", async () => {
  stream.restart();
  const interrupt = new AbortController();
  function* interrupted() {
    for (let number = 0; ; number++) {
      if (number === 700) interrupt.abort();
      yield record(number);
    }
  }
  const { report, acknowledged } = await run(interrupted(), { signal: interrupt.signal });
  expect(acknowledged.sort(byNumber)).toEqual(range(701));
  expect(report.stoppedBy).toBeUndefined();
});

test("an endpoint where nothing listens ends the sending at once", async () => {
  const gone = await startScriptedStream("gone");
  await gone.close();
  const { report, failed } = await run([record(0)], { client: gone.client });
  expect(failed).toEqual([0]);
  expect(report.stoppedBy?.message).toContain("ECONNREFUSED");
});

test("an error of the caller's own callback ends the sending with that error", async () => {
  stream.restart();
  const sending = run([record(0)], {
    onAcknowledged: () => {
      throw new Error("the disk is full");
    },
  });
  await expect(sending).rejects.toThrow("the disk is full");
});

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = constants;
test.each<[string, (answer: ServerHttp2Stream) => void]>([
  ["closed without an answer", (answer) => answer.close(NGHTTP2_NO_ERROR)],
  ["cancelled without an answer", (answer) => answer.close(NGHTTP2_CANCEL)],
  ["answered by the connection's end", (answer) => answer.session?.destroy()],
  [
    "answered in part",
    (answer) => {
      answer.respond({ ":status": 200 });
      answer.end('{"Rec');
    },
  ],
  [
    "broken off in its answer",
    (answer) => {
      answer.respond({ ":status": 200 });
      answer.write('{"Rec', () => answer.close(NGHTTP2_INTERNAL_ERROR));
    },
  ],
])("a call that is %s is sent again", async (_how, spoil) => {
  let calls = 0;
  const server = createServer().on("stream", (answer) => {
    answer.on("error", () => undefined).resume();
    answer.on("end", () => {
      if (calls++ === 1) return spoil(answer);
      answer.respond({ ":status": 200 });
      answer.end('{"FailedRecordCount":0,"Records":[{"ShardId":"shard","SequenceNumber":"1"}]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new KinesisClient({ ...clientSettings, region: "us-east-1", endpoint, credentials });
  const { report, acknowledged } = await run([record(0, "key"), record(1, "key")], { client, keepOrder: true });
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  expect(report).toMatchObject({ acknowledged: 2, failed: 0, resent: 1, calls: 3 });
  expect(acknowledged).toEqual([0, 1]);
});
