import { type Changes, environmentInput } from "../../test/environment-input";
import { problemsOf } from "../../test/problems-of";
import { parseEnvironment } from "../parse-environment";

const day = { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" };
const table = { columns: { event_id: "string" }, prefix: "data/events/" };

const environment = (changed: object) => ({
  ...environmentInput(),
  lake: { tables: { events: { ...table, ...changed } } },
});
const problems = (changed: object) =>
  problemsOf(environment(changed)).map((problem) => problem.replace(/^lake\.tables\.events\./, ""));

describe("a table of the lake", () => {
  it("is of Parquet, and without partitions, unless it says otherwise", () => {
    expect(parseEnvironment("environment", environment({})).lake.tables["events"]).toEqual({
      ...table,
      partitions: {},
      format: "parquet",
    });
  });

  it.each<[string, object, string]>([
    ["a type that Hive has", { columns: { value: "integer" } }, 'columns.value: got "integer"; allowed: a Hive type'],
    ["a column's name in lower case", { columns: { userId: "string" } }, 'columns.userId: got "userId"'],
    ["a column", { columns: {} }, "columns: got {}; allowed: at least one column"],
    [
      "each name once, column or partition",
      { columns: { day: "string" }, partitions: { day } },
      "partitions.day: got {",
    ],
    ["a prefix that is a folder", { prefix: "data/events" }, 'prefix: got "data/events"'],
    ["a format of AWS's", { format: "csv" }, 'format: got "csv"; allowed: one of: parquet, orc, json'],
    [
      "no injected partition, which each query would have to name",
      { partitions: { id: { kind: "injected" } } },
      'partitions.id.kind: got "injected"; allowed: kind "date", "integer" or "enum"',
    ],
    [
      "a first date in the format of the others",
      { partitions: { day: { ...day, from: "2026-01-01-00" } } },
      'partitions.day.from: got "2026-01-01-00"; allowed: a date in the partition\'s own format',
    ],
    [
      "a first date that there is",
      { partitions: { day: { ...day, from: "2026-02-29" } } },
      'partitions.day.from: got "2026-02-29"; allowed: a date in the partition\'s own format',
    ],
    ...["dd-MM-yyyy", "yyyy-mm-dd", "yyyy-M-d", "yy-MM-dd", "MM"].map((format): [string, object, string] => [
      `no dates that sort otherwise than time goes on, as of ${format}`,
      { partitions: { day: { ...day, format } } },
      `partitions.day.format: got "${format}"; allowed: a date pattern of yyyy, MM, dd, HH and mm in this order`,
    ]),
    [
      "a date pattern of digits",
      { partitions: { day: { ...day, format: "(EEE) yyyy" } } },
      'partitions.day.format: got "(EEE) yyyy"',
    ],
    [
      "a range with an end behind its beginning",
      { partitions: { hour: { kind: "integer", from: 23, to: 0 } } },
      "partitions.hour.to: got 0; allowed: at least from",
    ],
    [
      "each value of a set once",
      { partitions: { origin: { kind: "enum", values: ["ATL", "ATL"] } } },
      'partitions.origin.values: got ["ATL","ATL"]; allowed: each value once',
    ],
    [
      "values without commas, which separate them",
      { partitions: { origin: { kind: "enum", values: ["A,B"] } } },
      'partitions.origin.values.0: got "A,B"',
    ],
  ])("has %s", (_, changed, problem) => {
    expect(problems(changed)[0]).toContain(problem);
  });

  it.each<[string, object]>([
    ["hours", { hour: { kind: "date", format: "yyyy/MM/dd/HH", from: "2026/01/01/00" } }],
    ["days and hours", { day, hour: { kind: "integer", from: 0, to: 23, digits: 2 } }],
    ["a set", { origin: { kind: "enum", values: ["ATL", "New York", "a_b-c.d"] } }],
  ])("may be partitioned by %s", (_, partitions) => {
    expect(problems({ partitions })).toEqual([]);
  });
});

it("a table leaves room in its name for those of its queries", () => {
  const named = (length: number) =>
    problemsOf({ ...environmentInput(), lake: { tables: { ["t".repeat(length)]: table } } }).join();
  expect(named(114)).toBe("");
  expect(named(115)).toContain("allowed: a key of at most 114 characters");
});

describe("the lake's data", () => {
  it.each(["errors/", "source/clicks/", "query-results/"])("lies apart from %s, which is deleted or kept", (prefix) => {
    const lake: Changes["lake"] = { dataPrefixes: ["data/", prefix] };
    expect(problemsOf(environmentInput({ lake }))).toEqual([
      `lake.dataPrefixes: got "${prefix}"; allowed: none of errors/, source/, query-results/: these hold no data, and are not archived`,
    ]);
  });
});
