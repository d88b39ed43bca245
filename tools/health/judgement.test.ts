import fc from "fast-check";
import { judgeAlarms } from "./alarms";
import { type ConsumerFacts, judgeConsumer } from "./consumers";
import { judgeDelivery } from "./deliveries";
import { judgeFailures } from "./failures";
import { type Finding, verdicts, worst } from "./finding";
import { judgeFunction } from "./functions";
import { judgeJob } from "./jobs";
import { judgeMapping } from "./mappings";
import type { Series } from "./metric-reader";
import { plot } from "./plot";
import { judgeShards, type ShardFacts } from "./shards";
import { judgeStream, type StreamFacts } from "./streams";
import { judgeTable } from "./tables";

const minuteMs = 60_000;
const of = (...values: number[]): Series => ({ timesMs: values.map((_, at) => at * minuteMs), values });
const nothing = of();
const rank = (finding: Finding) => verdicts.indexOf(finding.verdict);
const verdictOf = (findings: readonly Finding[]) => worst(findings);

const consumer = (facts: Partial<ConsumerFacts> = {}): ConsumerFacts => ({
  subject: "processor p",
  stream: "s",
  ageMs: of(0, 0, 0),
  read: of(100, 100, 100),
  written: of(100, 100, 100),
  toldWithinMinutes: 1,
  untilMs: 10 * minuteMs,
  freshnessMs: 60_000,
  retentionMs: 24 * 3_600_000,
  command: "look",
  ...facts,
});

describe("a consumer", () => {
  it.each<[string, Partial<ConsumerFacts>, string, RegExp]>([
    ["that is up to date", {}, "HEALTHY", /0\.0 s late/],
    ["that was late for a minute", { ageMs: of(0, 0, 90_000) }, "HEALTHY", /90 s late/],
    ["that stays late", { ageMs: of(70_000, 70_000, 70_000) }, "WARNING", /for 3 minutes: 70 s now/],
    ["that has read half of what is kept", { ageMs: of(13 * 3_600_000) }, "CRITICAL", /data will be lost/],
    [
      "that reads less than comes in, and gets later",
      { ageMs: of(0, 20_000, 50_000), read: of(90, 80, 70) },
      "WARNING",
      /80 of the 100 records/,
    ],
    ["that works off what had piled up", { ageMs: of(50_000, 20_000, 0), read: of(90, 90, 90) }, "HEALTHY", /late/],
    ["that reads nothing of what comes in", { ageMs: nothing, read: nothing }, "WARNING", /reads nothing/],
    ["that has stopped reading", { written: of(100, 100, 100, 100), read: of(100) }, "WARNING", /reads nothing/],
    [
      "that may not have told yet what it read",
      { written: of(100, 100, 100, 100), read: of(100), untilMs: 6 * minuteMs },
      "HEALTHY",
      /late/,
    ],
    ["that nothing has come to since", { read: of(100, 100, 100, 0, 0), untilMs: 60 * minuteMs }, "HEALTHY", /late/],
    ["whose reads nobody counts, and that is late", { read: undefined, ageMs: of(90_000) }, "WARNING", /90 s now/],
    ["of a stream without traffic", { ageMs: nothing, read: nothing, written: nothing }, "UNKNOWN", /no traffic/],
    ["whose age nothing tells", { ageMs: nothing }, "UNKNOWN", /nothing tells/],
  ])("%s", (_what, facts, verdict, message) => {
    const finding = judgeConsumer(consumer(facts));
    expect(finding.verdict).toBe(verdict);
    expect(finding.message).toMatch(message);
  });

  it("is never judged better for being later", () => {
    const ages = fc.array(fc.nat(2 ** 27), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(ages, fc.nat(2 ** 27), (values, later) => {
        const judged = judgeConsumer(consumer({ ageMs: of(...values) }));
        const judgedLater = judgeConsumer(consumer({ ageMs: of(...values.map((age) => age + later)) }));
        expect(rank(judgedLater)).toBeGreaterThanOrEqual(rank(judged));
      }),
    );
  });

  it("hides no other's lag: of two that share a stream the late one is seen, however much both read together", () => {
    const late = judgeConsumer(consumer({ ageMs: of(70_000, 80_000, 90_000), read: of(50, 50, 50) }));
    const quick = judgeConsumer(consumer({ read: of(300, 300, 300) }));
    expect([late.verdict, quick.verdict, verdictOf([late, quick])]).toEqual(["WARNING", "HEALTHY", "WARNING"]);
  });
});

describe("a verdict on all", () => {
  it("is the worst, and unknown where nothing is known", () => {
    const all = fc.array(fc.constantFrom(...verdicts));
    fc.assert(
      fc.property(all, fc.constantFrom(...verdicts), (some, one) => {
        const before = worst(some.map((verdict) => ({ verdict })));
        const after = worst([...some, one].map((verdict) => ({ verdict })));
        if (some.length > 0) expect(verdicts.indexOf(after)).toBeGreaterThanOrEqual(verdicts.indexOf(before));
        expect(verdicts.indexOf(after)).toBeGreaterThanOrEqual(verdicts.indexOf(one));
      }),
    );
    expect(worst([])).toBe("UNKNOWN");
  });
});

const stream = (facts: Partial<StreamFacts> = {}): StreamFacts => ({
  key: "s",
  name: "dev-s",
  status: "ACTIVE",
  mode: "PROVISIONED",
  openShards: 2,
  records: of(600, 600),
  bytes: of(60_000, 60_000),
  writesThrottled: of(0, 0),
  readsThrottled: of(0, 0),
  isReadByJob: false,
  isFilledByJob: false,
  isOfRejects: false,
  ...facts,
});

describe("a stream", () => {
  it.each<[string, Partial<StreamFacts>, string, RegExp]>([
    ["with room", {}, "HEALTHY", /600 records a minute, 0\.5 % of its 2 shards/],
    ["full of records", { records: of(100_000), bytes: nothing }, "WARNING", /83 % of what its 2 shards take/],
    ["full of bytes", { records: of(1), bytes: of(110 * 1024 * 1024) }, "WARNING", /92 % of what/],
    ["full for a minute of several", { records: of(100_000, 600), bytes: nothing }, "HEALTHY", /records a minute/],
    [
      "on demand, that is less than it can grow to",
      { mode: "ON_DEMAND", records: of(119_000), bytes: nothing },
      "HEALTHY",
      /1\.0 % of/,
    ],
    ["that refuses writes", { writesThrottled: of(0, 0.05) }, "WARNING", /up to 5\.0 % of the writes were refused/],
    ["that refuses reads", { readsThrottled: of(0.02) }, "WARNING", /up to 2\.0 % of the reads were refused/],
    ["that refuses reads of a job", { readsThrottled: of(0.4), isReadByJob: true }, "HEALTHY", /records a minute/],
    ["that refuses one write in a thousand", { writesThrottled: of(0.001) }, "HEALTHY", /records a minute/],
    ["that refuses writes of a job", { writesThrottled: of(0.4), isFilledByJob: true }, "HEALTHY", /records a minute/],
    ["of rejects that has none", { records: nothing, isOfRejects: true }, "HEALTHY", /nothing was rejected/],
    ["of rejects", { records: of(2, 1), isOfRejects: true }, "WARNING", /could count in no result: 3/],
    ["without traffic", { records: nothing, bytes: nothing }, "UNKNOWN", /no record came in/],
    ["that is going", { status: "DELETING" }, "CRITICAL", /it is DELETING/],
  ])("%s", (_what, facts, verdict, message) => {
    const findings = judgeStream(stream(facts));
    expect(verdictOf(findings)).toBe(verdict);
    expect(findings.map((finding) => finding.message).join("\n")).toMatch(message);
  });

  it("is to be doubled where it is provisioned; one on demand scales by itself", () => {
    const commands = (mode: StreamFacts["mode"]) =>
      judgeStream(stream({ mode, records: of(119_000 * (mode === "ON_DEMAND" ? 100 : 1)), bytes: nothing }))[0]
        ?.command;
    expect(commands("PROVISIONED")).toContain("--target-shard-count 4");
    expect(commands("ON_DEMAND")).not.toContain("update-shard-count");
  });
});

describe("shards", () => {
  const top = (1n << 128n) - 1n;
  const loads = (...percents: number[]): ShardFacts => ({
    ...{ key: "s", name: "dev-s", source: "sample", unsampled: 0, before: 2, now: 2, isResharded: false },
    loads: percents.map((percent, at) => ({
      shardId: `shardId-${at}`,
      startingHashKey: String((top / BigInt(percents.length)) * BigInt(at)),
      endingHashKey: String((top / BigInt(percents.length)) * BigInt(at + 1)),
      percent,
    })),
  });

  it.each<[string, number[], string[]]>([
    ["of which one is full are told of", [95, 10, 10], ["CRITICAL"]],
    ["of which one takes far more than the others", [60, 10, 10], ["WARNING"]],
    ["that are all full are the stream's affair", [90, 90], []],
    ["of which one takes more, but little", [20, 1], []],
    ["of which there is one alone", [99], []],
  ])("%s", (_what, percents, expected) => {
    expect(judgeShards(loads(...percents)).map(({ verdict }) => verdict)).toEqual(expected);
  });

  it("that came of others, or that nobody could sample, are told of", () => {
    const facts = { ...loads(10, 10), unsampled: 1, now: 3, isResharded: true };
    expect(judgeShards(facts).map(({ verdict, message }) => `${verdict} ${message}`)).toEqual([
      expect.stringMatching(/^HEALTHY it was resharded: 2 shards are 3 now/),
      expect.stringMatching(/^UNKNOWN the load of 1 shards is unknown/),
    ]);
  });

  it("are split in the middle of their hash keys", () => {
    const [finding] = judgeShards(loads(95, 1));
    const half = top / 2n;
    expect(finding?.command).toContain(`--shard-to-split shardId-0 --new-starting-hash-key ${(half + 1n) / 2n}`);
    expect(finding?.message).toContain("by a sample");
  });
});

describe("a function", () => {
  const judge = (facts: Partial<Parameters<typeof judgeFunction>[0]>) =>
    judgeFunction({
      ...{ subject: "processor p", name: "dev-p", logGroup: "log", timeoutMs: 60_000 },
      ...{ invocations: of(10, 10), errors: of(0, 0), throttles: nothing, durationMs: of(100, 200) },
      ...facts,
    });
  it.each<[string, Parameters<typeof judge>[0], string[]]>([
    ["that is well", {}, ["HEALTHY"]],
    ["that fails now and then", { errors: of(0, 1) }, ["WARNING"]],
    ["that fails mostly", { errors: of(10, 5) }, ["CRITICAL"]],
    ["that is throttled and slow", { throttles: of(1), durationMs: of(50_000) }, ["WARNING", "WARNING"]],
    ["that was not invoked", { invocations: nothing, errors: nothing, durationMs: nothing }, ["UNKNOWN"]],
  ])("%s", (_what, facts, expected) => {
    expect(judge(facts).map(({ verdict }) => verdict)).toEqual(expected);
  });
});

describe("what a processor gives up", () => {
  const judge = (facts: Partial<Parameters<typeof judgeFailures>[0]>) =>
    judgeFailures({
      ...{
        subject: "processor p",
        processor: "p",
        mapping: "m",
        failuresBucket: "failures",
        failedBatches: [],
        queueName: undefined,
      },
      ...{ quarantined: of(0), dropped: nothing, refused: nothing, diverted: nothing, waiting: nothing },
      ...facts,
    }).map(({ verdict, message }) => `${verdict} ${message}`);
  it.each<[string, Parameters<typeof judge>[0], RegExp[]]>([
    ["nothing", {}, []],
    ["what is lost", { dropped: of(3) }, [/^CRITICAL records .+ LOST .+: 3$/]],
    [
      "what the destination refuses",
      { refused: of(1) },
      [/^CRITICAL batches that its failure destination refused.+: 1$/],
    ],
    ["what went to the destination", { diverted: of(2, 2) }, [/^WARNING records that were given up.+: 4$/]],
    [
      "what went there before the metric tells",
      { failedBatches: ["a", "b"] },
      [/^WARNING batches that were given up.+: 2$/],
    ],
    ["what is in quarantine", { quarantined: of(0, 7) }, [/^WARNING records in quarantine: 7$/]],
    ["what waits in its queue", { waiting: of(1, 2), queueName: "q" }, [/^WARNING failed batches that wait in q: 2$/]],
    ["what waited and was taken", { waiting: of(2, 0), queueName: "q" }, []],
  ])("%s", (_what, facts, expected) => {
    const found = judge(facts);
    expect(found).toHaveLength(expected.length);
    for (const [at, message] of expected.entries()) expect(found[at]).toMatch(message);
  });
});

describe("a delivery", () => {
  const judge = (facts: Partial<Parameters<typeof judgeDelivery>[0]>) =>
    judgeDelivery({
      ...{ subject: "delivery d", logGroup: "log", gatheredSeconds: 60, toldWithinMinutes: 5, untilMs: 20 * minuteMs },
      ...{ freshnessSeconds: of(10, 50), received: of(100), delivered: of(100) },
      ...facts,
    }).verdict;
  it.each<[string, Parameters<typeof judge>[0], string]>([
    ["within its buffer", {}, "HEALTHY"],
    ["beyond twice its buffer", { freshnessSeconds: of(121) }, "WARNING"],
    ["that delivers nothing", { freshnessSeconds: of(121), delivered: nothing }, "CRITICAL"],
    ["that has stopped delivering", { freshnessSeconds: nothing, delivered: nothing }, "CRITICAL"],
    [
      "that may not have told yet",
      { freshnessSeconds: nothing, delivered: nothing, untilMs: 10 * minuteMs },
      "UNKNOWN",
    ],
    ["that gathers nothing, a minute late", { gatheredSeconds: 0, freshnessSeconds: of(61) }, "WARNING"],
    ["that had nothing to deliver", { freshnessSeconds: nothing, received: nothing }, "UNKNOWN"],
    ["that tells nothing", { freshnessSeconds: nothing }, "UNKNOWN"],
  ])("%s", (_what, facts, expected) => {
    expect(judge(facts)).toBe(expected);
  });
});

describe("a table", () => {
  const table = { subject: "table t", name: "dev-t", readThrottles: nothing, writeThrottles: nothing, indexes: [] };
  const judge = (writeThrottles: Series, writtenUnits = of(5)) =>
    judgeTable({ ...table, writeThrottles, writtenUnits })[0]?.verdict;
  it("whose index throttles is told of by the index's name", () => {
    const index = { ...table, subject: "index t/i", writeThrottles: of(11) };
    const found = judgeTable({ ...table, writtenUnits: of(5), indexes: [index] });
    expect(found).toMatchObject([{ verdict: "WARNING", subject: "index t/i" }]);
  });

  it("that throttles more than a little is told of", () => {
    expect([judge(of(11)), judge(of(10)), judge(nothing)]).toEqual(["WARNING", "HEALTHY", "HEALTHY"]);
  });

  it("that nothing is written to is unknown", () => {
    expect(judge(nothing, nothing)).toBe("UNKNOWN");
  });
});

describe("a job", () => {
  const judge = (facts: Partial<Parameters<typeof judgeJob>[0]>) =>
    judgeJob({
      ...{ subject: "job j", name: "dev-j", logGroup: "log" },
      ...{ restarts: of(0, 0), failedCheckpoints: of(0, 0), cpuPercent: of(10), heapPercent: of(50, 60) },
      ...facts,
    }).map(({ verdict, message }) => `${verdict} ${message}`);
  it.each<[string, Parameters<typeof judge>[0], RegExp]>([
    ["that runs", {}, /^HEALTHY/],
    ["that had restarted before", { restarts: of(7, 7) }, /^HEALTHY/],
    ["that restarts", { restarts: of(7, 8, 9) }, /^WARNING restarts: 2$/],
    ["that began anew and restarts", { restarts: of(7, 0, 1) }, /^WARNING restarts: 1$/],
    ["that can't checkpoint", { failedCheckpoints: of(0, 3) }, /^WARNING checkpoints that failed.+: 3$/],
    ["that is full", { heapPercent: of(95) }, /^WARNING its heap is 95 % full/],
    ["that has no CPU left", { cpuPercent: of(85) }, /^WARNING it uses 85 % of its CPU/],
    ["that collects its garbage", { heapPercent: of(95, 50) }, /^HEALTHY/],
    ["that tells nothing", { restarts: nothing, failedCheckpoints: nothing, heapPercent: nothing }, /^UNKNOWN/],
  ])("%s", (_what, facts, expected) => {
    expect(judge(facts)[0]).toMatch(expected);
  });
});

describe("an event source mapping", () => {
  const judge = (state: string) =>
    judgeMapping({ subject: "processor p", functionName: "dev-p", mapping: { uuid: "u", state } });
  it("that was stopped is told of, with how to start it", () => {
    expect(judge("Disabled")).toMatchObject([{ verdict: "WARNING", command: expect.stringMatching(/ u --enabled$/) }]);
    expect(judge("Enabled")).toEqual([]);
  });

  it("that is not there is critical", () => {
    const found = judgeMapping({ subject: "processor p", functionName: "dev-p", mapping: undefined });
    expect(found).toMatchObject([{ verdict: "CRITICAL" }]);
  });
});

describe("a plot", () => {
  it("has a character a minute, blank where there is no data", () => {
    expect(plot({ timesMs: [0, 2 * minuteMs], values: [1, 2] }, 0, 4)).toBe("▅ █ ");
  });

  it("of a day fits on a line, and still shows the worst minute", () => {
    const line = plot({ timesMs: [0, 700 * minuteMs, 701 * minuteMs], values: [1, 100, 1] }, 0, 1_440);
    expect(line).toHaveLength(60);
    expect(line.indexOf("█")).toBe(Math.floor(700 / 24));
  });
});

describe("alarms", () => {
  const alarm = (state: "OK" | "ALARM" | "INSUFFICIENT_DATA", pages = false) =>
    ({ name: "a", state, reason: "because", pages, sinceMs: 0 }) as const;
  it.each<[string, Parameters<typeof judgeAlarms>[0], string[]]>([
    ["there are none", [], ["UNKNOWN"]],
    ["none is raised", [alarm("OK"), alarm("INSUFFICIENT_DATA")], ["HEALTHY"]],
    ["none has data", [alarm("INSUFFICIENT_DATA"), alarm("INSUFFICIENT_DATA")], ["UNKNOWN"]],
    ["some are raised", [alarm("ALARM"), alarm("ALARM", true), alarm("OK")], ["WARNING", "CRITICAL"]],
  ])("%s", (_what, alarms, expected) => {
    expect(judgeAlarms(alarms, "deploy").map(({ verdict }) => verdict)).toEqual(expected);
  });
});
