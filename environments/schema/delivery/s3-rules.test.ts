import { type Changes, environmentInput } from "../../../test/environment-input";
import { problemsOf } from "../../../test/problems-of";
import { parseEnvironment } from "../../parse-environment";

type Lake = NonNullable<Changes["lake"]>;
type Tables = NonNullable<Lake["tables"]>;
type S3 = Record<string, unknown>;

const day = { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" } as const;
const events: Tables[string] = { columns: { event_id: "string" }, partitions: { day }, prefix: "data/events/" };
const tables: Tables = {
  events,
  rows: { ...events, format: "json", prefix: "data/rows/" },
  columns: { ...events, format: "orc", prefix: "data/columns/" },
  hours: {
    ...events,
    prefix: "data/hours/",
    partitions: { day, hour: { kind: "integer", from: 0, to: 23, digits: 2 } },
  },
  years: { ...events, prefix: "data/years/", partitions: { year: { kind: "integer", from: 2026, to: 2040 } } },
  airports: { ...events, prefix: "data/airports/", partitions: { origin: { kind: "enum", values: ["ATL", "ORD"] } } },
};

const withTransform = { transform: { code: "data-transform" } };

function environment(destination: S3, { lake, ...delivery }: { lake?: Lake; transform?: { code: string } } = {}) {
  const source = { stream: "data-stream" };
  const input = environmentInput({ lake: { tables, ...lake } });
  return { ...input, deliveries: { d: { source, ...delivery, destination: { kind: "s3", ...destination } } } };
}

const problems = (...of: Parameters<typeof environment>) =>
  problemsOf(environment(...of)).map((problem) => problem.replace(/^deliveries\.d\.destination\./, ""));

function destination(...of: Parameters<typeof environment>) {
  return parseEnvironment("environment", environment(...of)).deliveries["d"]?.destination;
}

describe("defaults", () => {
  it("put data under the lake's data, a folder a day, and errors beside it", () => {
    expect(destination({})).toMatchObject({
      prefix: "data/d/day=!{timestamp:yyyy-MM-dd}/",
      errorPrefix: "errors/d/!{firehose:error-output-type}/",
      compression: "gzip",
      appendNewline: true,
      conversion: undefined,
    });
    expect(destination({}, { lake: { dataPrefixes: ["clicks/"] } })).toMatchObject({
      prefix: "clicks/d/day=!{timestamp:yyyy-MM-dd}/",
    });
  });

  it("put data where the table looks for it, in its format, and in buffers that AWS converts", () => {
    expect(destination({ table: "events" })).toMatchObject({
      prefix: "data/events/day=!{timestamp:yyyy-MM-dd}/",
      compression: "none",
      bufferMebibytes: 128,
      appendNewline: false,
      conversion: { format: "parquet", deserializer: { kind: "openx", caseInsensitive: true } },
    });
    expect(destination({ table: "rows" })).toMatchObject({ compression: "gzip", conversion: undefined });
  });

  it("give each dynamic key its folder, and a minute", () => {
    const dynamicPartitioning = { jq: { origin: ".origin" } };
    expect(destination({ table: "airports", dynamicPartitioning })).toMatchObject({
      prefix: "data/airports/origin=!{partitionKeyFromQuery:origin}/",
      bufferMebibytes: 128,
      bufferSeconds: 60,
    });
    expect(destination({ dynamicPartitioning: { transformKeys: ["type"] } }, withTransform)).toMatchObject({
      prefix: "data/d/type=!{partitionKeyFromLambda:type}/day=!{timestamp:yyyy-MM-dd}/",
    });
  });

  it("make large objects in production", () => {
    const input = { ...environment({}), tier: "production" };
    expect(parseEnvironment("environment", input).deliveries["d"]?.destination).toMatchObject({
      bufferMebibytes: 128,
      bufferSeconds: 300,
    });
  });
});

const folders = "lake.dataPrefixes";
const dynamic = { jq: { user: ".user_id" } };
const byUser = "data/d/!{partitionKeyFromQuery:user}/";
const long = `data/${"x".repeat(496)}/`;

describe("AWS's rules, or those by which data would be lost from sight", () => {
  it.each<[string, S3, string]>([
    [
      "Parquet is compressed inside",
      { table: "events", compression: "gzip" },
      'compression: got "gzip"; allowed: none: parquet',
    ],
    [
      "ORC is compressed inside",
      { table: "columns", compression: "zip" },
      'compression: got "zip"; allowed: none: orc',
    ],
    [
      "conversion takes 64 MiB",
      { table: "events", bufferMebibytes: 63, bufferSeconds: 60 },
      "bufferMebibytes: got 63; allowed: at least 64 with conversion",
    ],
    [
      "dynamic partitioning takes 64 MiB",
      { dynamicPartitioning: dynamic, bufferMebibytes: 63, bufferSeconds: 60 },
      "bufferMebibytes: got 63; allowed: at least 64 with dynamic",
    ],
    [
      "dynamic partitioning takes a minute",
      { dynamicPartitioning: dynamic, bufferMebibytes: 64, bufferSeconds: 59 },
      "bufferSeconds: got 59; allowed: at least 60",
    ],
    [
      "a buffer has an interval beside its size",
      { bufferMebibytes: 5 },
      "bufferSeconds: got nothing; allowed: a number beside bufferMebibytes",
    ],
    [
      "a buffer has a size beside its interval",
      { bufferSeconds: 60 },
      "bufferMebibytes: got nothing; allowed: a number beside bufferSeconds",
    ],
    ["a deserializer reads for a conversion", { deserializer: { kind: "hive" } }, "deserializer: got "],
    [
      "Athena reads no ZIP",
      { table: "rows", compression: "zip" },
      'compression: got "zip"; allowed: none, gzip or hadoop-snappy',
    ],
    [
      "Athena knows GZIP by the extension",
      { table: "rows", fileExtension: ".json" },
      'fileExtension: got ".json"; allowed: an extension that ends in .gz',
    ],
    ["a time zone is one of the tz database", { customTimeZone: "Mars/Olympus" }, 'customTimeZone: got "Mars/Olympus"'],
    [
      "a time zone is spelled as Java has it",
      { customTimeZone: "europe/vienna" },
      'customTimeZone: got "europe/vienna"',
    ],
    [
      "a time zone is spelled as Java has it, to the last letter",
      { customTimeZone: "Europe/VIENNA" },
      'customTimeZone: got "Europe/VIENNA"',
    ],
    [
      "a dynamic key needs dynamic partitioning",
      { prefix: byUser },
      'prefix: got "!{partitionKeyFromQuery:user}"; allowed: no dynamic key without dynamicPartitioning; add dynamicPartitioning.jq with the key user',
    ],
    [
      "a dynamic key is one of those there are",
      { dynamicPartitioning: dynamic, prefix: `${byUser}!{partitionKeyFromQuery:users}/` },
      'prefix: got "!{partitionKeyFromQuery:users}"; allowed: a key of dynamicPartitioning.jq: user',
    ],
    [
      "every dynamic key stands in the prefix",
      { dynamicPartitioning: { jq: { user: ".u", type: ".t" } }, prefix: byUser },
      'prefix: got "data/d/!{partitionKeyFromQuery:user}/"; allowed: a prefix with every dynamic key; !{partitionKeyFromQuery:type} is missing',
    ],
    [
      "there is a dynamic key",
      { dynamicPartitioning: {} },
      'dynamicPartitioning: got {"jq":{},"transformKeys":[],"retrySeconds":300}; allowed: at least one key',
    ],
    [
      "keys of a transform need one",
      { dynamicPartitioning: { transformKeys: ["type"] } },
      'dynamicPartitioning.transformKeys: got ["type"]; allowed: none without a transform',
    ],
    [
      "an error has no dynamic key",
      {
        dynamicPartitioning: dynamic,
        errorPrefix: "errors/!{partitionKeyFromQuery:user}/!{firehose:error-output-type}/",
      },
      'errorPrefix: got "!{partitionKeyFromQuery:user}"; allowed: no dynamic key in an error prefix',
    ],
    [
      "data has no type of error",
      { prefix: "data/!{firehose:error-output-type}/" },
      'prefix: got "!{firehose:error-output-type}"; allowed: !{firehose:error-output-type} in the error prefix alone',
    ],
    [
      "errors with an expression tell their type",
      { errorPrefix: "errors/!{timestamp:yyyy}/" },
      'errorPrefix: got "errors/!{timestamp:yyyy}/"; allowed: an expression !{firehose:error-output-type}',
    ],
    [
      "an expression is closed",
      { prefix: "data/!{timestamp:yyyy/" },
      'prefix: got "data/!{timestamp:yyyy/"; allowed: expressions of the form',
    ],
    [
      "an expression has a namespace",
      { prefix: "data/!{yyyy}/" },
      'prefix: got "data/!{yyyy}/"; allowed: expressions of the form',
    ],
    [
      "a namespace is one of AWS's",
      { prefix: "data/!{time:yyyy}/" },
      'prefix: got "!{time:yyyy}"; allowed: a namespace of: timestamp,',
    ],
    [
      "firehose knows two words",
      { prefix: "data/!{firehose:random}/" },
      'prefix: got "!{firehose:random}"; allowed: !{firehose:random-string}',
    ],
    [
      "Java takes the pattern",
      { prefix: "data/!{timestamp:yyyy-bb}/" },
      'prefix: got "!{timestamp:yyyy-bb}"; allowed: a pattern of Java\'s DateTimeFormatter: the letter b',
    ],
    [
      "a key has 512 characters before Firehose's own name",
      { prefix: `${long}!{timestamp:yyyy-MM-dd}/` },
      "at most 512 characters once evaluated; these are 513 or more",
    ],
    ["a random string has 11 characters", { prefix: `${long}!{firehose:random-string}` }, "these are 513 or more"],
    [
      "errors lie outside the data",
      { errorPrefix: "data/d/errors/" },
      'errorPrefix: got "data/d/errors/"; allowed: a prefix outside the data',
    ],
    [
      "errors lie outside all data",
      { errorPrefix: "data/errors/" },
      'errorPrefix: got "data/errors/"; allowed: a prefix outside the data',
    ],
    [
      "errors lie in a folder of the lake's own",
      { errorPrefix: "!{firehose:error-output-type}/" },
      'errorPrefix: got "!{firehose:error-output-type}/"; allowed: a prefix outside the data, under errors/',
    ],
    [
      "errors expire as errors do",
      { errorPrefix: "query-results/d/" },
      'errorPrefix: got "query-results/d/"; allowed: a prefix outside the data, under errors/',
    ],
    [
      "data lies where a lifecycle reaches it",
      { prefix: "events/" },
      `prefix: got "events/"; allowed: a prefix under one of ${folders} (data/)`,
    ],
    [
      "a backup lies outside the data",
      { sourceBackup: { prefix: "data/source/" } },
      'sourceBackup.prefix: got "data/source/"; allowed: a prefix apart from data and errors',
    ],
    [
      "a backup lies outside the errors, which expire",
      { sourceBackup: { prefix: "errors/copies/" } },
      'sourceBackup.prefix: got "errors/copies/"; allowed: a prefix apart from data and errors',
    ],
    [
      "a backup's errors lie apart from it",
      { sourceBackup: { errorPrefix: "source/d/failed/" } },
      'sourceBackup.errorPrefix: got "source/d/failed/"; allowed: a prefix outside the data',
    ],
    [
      "no table is there by the language's own words",
      { table: "constructor" },
      'table: got "constructor"; allowed: a key of lake.tables',
    ],
    [
      "a backup's prefix obeys the same rules",
      { sourceBackup: { prefix: "source/!{timestamp:b}/" } },
      'sourceBackup.prefix: got "!{timestamp:b}"',
    ],
    [
      "a table's data lies in its folder",
      { table: "events", prefix: "data/other/day=!{timestamp:yyyy-MM-dd}/" },
      'prefix: got "data/other/day=!{timestamp:yyyy-MM-dd}/"; allowed: the table\'s own folders, data/events/day=!{…}/',
    ],
    [
      "a table's folders have its partitions' names",
      { table: "events", prefix: "data/events/date=!{timestamp:yyyy-MM-dd}/" },
      "allowed: the table's own folders",
    ],
    [
      "a table's folders have its partitions' order",
      { table: "hours", prefix: "data/hours/hour=!{timestamp:HH}/day=!{timestamp:yyyy-MM-dd}/" },
      "allowed: the table's own folders",
    ],
    [
      "a table's folders have its partitions' format",
      { table: "events", prefix: "data/events/day=!{timestamp:yyyy-M-d}/" },
      'prefix: got "!{timestamp:yyyy-M-d}"; allowed: !{timestamp:yyyy-MM-dd}',
    ],
    [
      "a table's folders have its partitions' digits",
      { table: "hours", prefix: "data/hours/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:H}/" },
      'prefix: got "!{timestamp:H}"; allowed: !{timestamp:HH}',
    ],
    [
      "a table's folders are none of chance",
      { table: "events", prefix: "data/events/day=!{firehose:random-string}/" },
      'prefix: got "!{firehose:random-string}"; allowed: what Athena can work out of day\'s projection',
    ],
    [
      "records are taken apart for their keys alone",
      { deaggregation: { kind: "json" } },
      'deaggregation: got {"kind":"json"}; allowed: none without dynamicPartitioning',
    ],
    [
      "what is kept beside a destination is not delivered at once",
      { sourceBackup: { bufferMebibytes: 5, bufferSeconds: 0 } },
      "sourceBackup.bufferSeconds: got 0; allowed: a whole number from 1 to 900",
    ],
    [
      "a partition that no date fills needs a key",
      { table: "airports" },
      'prefix: got "!{partitionKeyFromLambda:origin}"; allowed: no dynamic key without dynamicPartitioning',
    ],
    [
      "a table that dangles names those there are",
      { table: "event" },
      'table: got "event"; allowed: a key of lake.tables: events, rows, columns, hours, years, airports (did you mean events?)',
    ],
  ])("say that %s", (_, changes, problem) => {
    expect(problems(changes)).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, S3]>([
    ["a folder for each part of the date", { prefix: "data/d/year=!{timestamp:yyyy}/month=!{timestamp:MM}/" }],
    ["a prefix without expressions", { prefix: "data/d/", errorPrefix: "errors/d/" }],
    ["random strings", { prefix: "data/!{firehose:random-string}/d/" }],
    [
      "more folders below a table's own",
      { table: "events", prefix: "data/events/day=!{timestamp:yyyy-MM-dd}/!{timestamp:HH}/" },
    ],
    [
      "all partitions of a table",
      { table: "hours", prefix: "data/hours/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/" },
    ],
    [
      "years of a table, with the digits that they have",
      { table: "years", prefix: "data/years/year=!{timestamp:yyyy}/" },
    ],
    ["a zone of two words", { customTimeZone: "America/Port_of_Spain" }],
    ["an alias of a zone", { customTimeZone: "Asia/Kolkata" }],
    ["the least buffer that AWS converts", { table: "events", bufferMebibytes: 64, bufferSeconds: 0 }],
    ["512 characters", { prefix: `${long}!{timestamp:yyyy-MM-dd}` }],
  ])("allow %s", (_, changes) => {
    expect(problems(changes)).toEqual([]);
  });
});
