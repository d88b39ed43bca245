import { type Changes, environmentInput } from "../../test/environment-input";
import { problemsOf } from "../../test/problems-of";
import { parseEnvironment } from "../parse-environment";

type Job = NonNullable<Changes["analytics"]>[string];

const job: Job = { input: "data-stream", output: "results", rejects: "rejected", sql: "job.sql" };
const streams = (shards = 2): Changes["streams"] => ({
  "data-stream": { capacity: { mode: "provisioned", shards } },
  results: { capacity: { mode: "on-demand" } },
  rejected: { capacity: { mode: "on-demand" } },
});

/** An environment whose only job is this one, with some fields changed. */
function environment(changed: object = {}, changes: Changes = {}) {
  return environmentInput({ streams: streams(), analytics: { job: { ...job, ...changed } }, ...changes });
}

const parsed = (changed?: object, changes?: Changes) =>
  parseEnvironment("environment", environment(changed, changes)).analytics["job"];

describe("a job's defaults", () => {
  it("are AWS's checkpoints, and state that outlives an update", () => {
    expect(parsed()).toMatchObject({
      parameters: {},
      runtime: "FLINK-1_20",
      startPosition: "TRIM_HORIZON",
      checkpointSeconds: 60,
      minPauseSeconds: 5,
      snapshots: true,
      autoscaling: false,
    });
  });

  it("let it follow the load in production", () => {
    expect(parsed({}, { tier: "production" })).toMatchObject({ autoscaling: true, logRetentionDays: 400 });
  });

  it("read each open shard with a subtask of its own: four where the stream scales by itself", () => {
    expect(parsed()).toMatchObject({ parallelism: 2 });
    expect(parsed({ input: "results", output: "data-stream" })).toMatchObject({ parallelism: 4 });
    expect(parsed({ parallelism: 8 })).toMatchObject({ parallelism: 8 });
  });
});

describe("a job's streams", () => {
  it.each([
    ["input", "data-steam", "a key of streams: data-stream, results, rejected (did you mean data-stream?)"],
    ["output", "result", "a key of streams: data-stream, results, rejected (did you mean results?)"],
    ["rejects", "rejecte", "a key of streams: data-stream, results, rejected (did you mean rejected?)"],
    ["output", "data-stream", "another stream than input's"],
    ["rejects", "data-stream", "another stream than input's"],
    ["rejects", "results", "another stream than output's"],
  ])("%s can't be %s", (field, got, allowed) => {
    expect(problemsOf(environment({ [field]: got }))).toEqual([
      `analytics.job.${field}: got "${got}"; allowed: ${allowed}`,
    ]);
  });
});

describe("a job's parallelism", () => {
  it.each<[what: string, changed: object, shards: number, problem: string]>([
    ["one subtask for two shards", { parallelism: 1 }, 2, "got 1; allowed: at least 2: "],
    ["more than 64 KPU", {}, 65, "got 65; allowed: at most 64: "],
    ["more than 256", { parallelismPerKpu: 8 }, 257, "got 257; allowed: at most 256: "],
  ])("is not %s", (_, changed, shards, problem) => {
    const tables = { "processed-data": {} };
    const processors = {};
    const problems = problemsOf(environment(changed, { streams: streams(shards), tables, processors }));
    expect(problems).toEqual([expect.stringContaining(`analytics.job.parallelism: ${problem}`)]);
  });

  it("may be as much as its KPUs hold", () => {
    const changes = { streams: streams(256), processors: {} };
    expect(problemsOf(environment({ parallelismPerKpu: 4 }, changes))).toEqual([]);
  });
});

describe("a job's SQL", () => {
  const sources = { functions: ["stream-processor"], jobs: { "job.sql": ["windowSeconds", "topic"] } };
  const parsing = (changed: object) => () => parseEnvironment("environment", environment(changed), sources);

  it("is a file of flink/sql/ whose every place is filled", () => {
    expect(parsing({ parameters: { windowSeconds: 60, topic: "clicks" } })).not.toThrow();
  });

  it.each<[what: string, changed: object, problem: string]>([
    [
      "no such file",
      { sql: "jobs.sql" },
      'sql: got "jobs.sql"; allowed: a file of flink/sql/: job.sql (did you mean job.sql?)',
    ],
    [
      "a place without a value",
      { parameters: { topic: "clicks" } },
      `parameters.windowSeconds: got nothing; allowed: a value for the \${windowSeconds} of job.sql`,
    ],
    [
      "a value without a place",
      { parameters: { windowSeconds: 60, topic: "clicks", topics: "clicks" } },
      'parameters: got "topics"; allowed: a parameter of job.sql: windowSeconds, topic (did you mean topic?)',
    ],
  ])("is refused: %s", (_, changed, problem) => {
    expect(parsing(changed)).toThrow(`analytics.job.${problem}`);
  });
});

describe("a job's fields", () => {
  const parameters = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, index]));
  it.each<[field: string, value: unknown]>([
    ["parallelism", 257],
    ["parallelismPerKpu", 9],
    ["runtime", "SQL-1_0"],
    ["sql", "../job.sql"],
    ["parameters", { topic: "" }],
    ["parameters", { topic: "x".repeat(2_049) }],
    ["parameters", { "a-b": 1 }],
    ["parameters", parameters],
    ["vpc", { subnetIds: [], securityGroupIds: ["sg-0123456789abcdef0"] }],
    ["maintenanceWindowStart", "10:00"],
  ])("keep AWS's limits: not %s %j", (field, value) => {
    expect(problemsOf(environment({ [field]: value }))).toEqual([expect.stringMatching(/^analytics\.job\b/)]);
  });
});

describe("a job's role", () => {
  it("has a name of its own, of at most 64 characters", () => {
    const name = "j".repeat(50);
    const analytics = { [name]: job, fire: job };
    const processors = { "fire-flink": { stream: "data-stream", table: "processed-data" } };
    expect(problemsOf(environment({}, { analytics, processors }))).toEqual([
      expect.stringContaining(`analytics.${name}: got "kinesis-streaming-test-${name}-flink"; allowed: a role's name`),
      'analytics.fire: got "fire-flink"; allowed: a name of its own: processors.fire-flink has this one',
    ]);
  });
});
