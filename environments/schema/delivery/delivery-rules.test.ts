import fc from "fast-check";
import { arbitraryEnvironment } from "../../../test/arbitrary-environment";
import { type Changes, environmentInput } from "../../../test/environment-input";
import { everyDestination } from "../../../test/every-destination";
import { problemsOf } from "../../../test/problems-of";
import { parseEnvironment } from "../../parse-environment";

const { deliveries } = everyDestination;

/** An environment of every kind of delivery, with some fields of one destination changed. */
function environment(key: keyof typeof deliveries, destination: object) {
  const changed = { ...deliveries[key], destination: { ...deliveries[key].destination, ...destination } };
  return { ...environmentInput(everyDestination), deliveries: { ...deliveries, [key]: changed } };
}

describe("deliveries to every destination", () => {
  it("are accepted, and given what AWS and the platform have as defaults", () => {
    const parsed = parseEnvironment("environment", environmentInput(everyDestination)).deliveries;
    expect(parsed["redshift"]).toMatchObject({
      source: { kind: "direct-put", encryption: "aws-owned" },
      destination: {
        retrySeconds: 3_600,
        copyOptions: "JSON 'auto' GZIP",
        intermediate: { prefix: "deliveries/redshift/intermediate/", compression: "gzip" },
        sourceBackup: { prefix: "deliveries/redshift/source/" },
      },
    });
    expect(parsed["search"]).toMatchObject({
      source: { kind: "stream", stream: "data-stream" },
      transform: {
        code: "data-transform",
        name: "search-transform",
        bufferMebibytes: 0.5,
        bufferSeconds: 5,
        retries: 3,
      },
      destination: { indexRotation: "day", documentId: "firehose", retrySeconds: 300, bufferMebibytes: 5 },
    });
    expect(parsed["splunk"]?.destination).toMatchObject({
      hecEndpointType: "raw",
      acknowledgmentTimeoutSeconds: 180,
      bufferMebibytes: 5,
      backup: {
        mode: "failed",
        prefix: "deliveries/splunk/source/",
        errorPrefix: "deliveries/splunk/failed/!{firehose:error-output-type}/",
      },
    });
  });

  it("encrypt what is put into them as the environment does, unless they say otherwise", () => {
    const source = (encryption: Changes["encryption"], own: object) => {
      const one = { source: { kind: "direct-put", ...own }, destination: { kind: "s3" } } as const;
      return parseEnvironment("environment", environmentInput({ encryption, deliveries: { one } })).deliveries["one"]
        ?.source;
    };
    expect(source("customer-managed", {})).toMatchObject({ encryption: "customer-managed" });
    expect(source("aws-managed", {})).toMatchObject({ encryption: "aws-owned" });
    expect(source("customer-managed", { encryption: "aws-owned" })).toMatchObject({ encryption: "aws-owned" });
  });

  it.each<[keyof typeof deliveries, object, string]>([
    [
      "redshift",
      { intermediate: { prefix: "deliveries/!{timestamp:yyyy}/" } },
      'intermediate.prefix: got "deliveries/!{timestamp:yyyy}/"; allowed: a prefix without expressions',
    ],
    ["redshift", { sourceBackup: { prefix: "deliveries/!{firehose:random-string}/" } }, "sourceBackup.prefix: got"],
    [
      "redshift",
      { intermediate: { compression: "zip" } },
      'intermediate.compression: got "zip"; allowed: one of: none, gzip',
    ],
    [
      "redshift",
      { intermediate: { compression: "none" }, copyOptions: "CSV GZIP" },
      'copyOptions: got "CSV GZIP"; allowed: options without GZIP',
    ],
    ["redshift", { sourceBackup: { bufferMebibytes: 5, bufferSeconds: 0 } }, "sourceBackup.bufferSeconds: got 0"],
    ["redshift", { copyOptions: "CSV" }, 'copyOptions: got "CSV"; allowed: options with GZIP'],
    ["redshift", { jdbcUrl: "jdbc:mysql://host:3306/db" }, "jdbcUrl: got"],
    ["redshift", { secretArn: "secret" }, 'secretArn: got "secret"; allowed: the ARN of a secret'],
    ["redshift", { retrySeconds: 7_201 }, "retrySeconds: got 7201"],
    ["search", { indexName: "Events" }, 'indexName: got "Events"'],
    ["search", { indexName: "_events" }, 'indexName: got "_events"'],
    [
      "search",
      { bufferMebibytes: 101, bufferSeconds: 60 },
      "bufferMebibytes: got 101; allowed: a whole number from 1 to 100",
    ],
    ["search", { backup: { errorPrefix: "deliveries/failed/!{timestamp:yyyy}/" } }, "backup.errorPrefix: got"],
    [
      "search",
      { backup: { prefix: "deliveries/a/", errorPrefix: "deliveries/a/failed/" } },
      'backup.errorPrefix: got "deliveries/a/failed/"; allowed: a prefix apart from backup.prefix',
    ],
    [
      "search",
      { backup: { prefix: "quarantine/a/" } },
      'backup.prefix: got "quarantine/a/"; allowed: a prefix under deliveries/',
    ],
    ["search", { backup: { bufferMebibytes: 5, bufferSeconds: 0 } }, "backup.bufferSeconds: got 0"],
    [
      "search",
      { backup: { prefix: "deliveries/source/!{timestamp:yyyyy-bb}/" } },
      'backup.prefix: got "!{timestamp:yyyyy-bb}"',
    ],
    [
      "search",
      { vpc: { subnetIds: [], securityGroupIds: ["sg-01234567"] } },
      "vpc.subnetIds: got []; allowed: 1 to 16 ids",
    ],
    [
      "splunk",
      { acknowledgmentTimeoutSeconds: 179 },
      "acknowledgmentTimeoutSeconds: got 179; allowed: a whole number from 180 to 600",
    ],
    [
      "splunk",
      { bufferMebibytes: 6, bufferSeconds: 60 },
      "bufferMebibytes: got 6; allowed: a whole number from 1 to 5",
    ],
    [
      "splunk",
      { bufferMebibytes: 5, bufferSeconds: 61 },
      "bufferSeconds: got 61; allowed: a whole number from 0 to 60",
    ],
    ["splunk", { bufferSeconds: 30 }, "bufferMebibytes: got nothing; allowed: a number beside bufferSeconds"],
    ["splunk", { hecEndpoint: "http://splunk:8088" }, 'hecEndpoint: got "http://splunk:8088"'],
    [
      "splunk",
      { backup: { bufferMebibytes: 1 } },
      "backup.bufferSeconds: got nothing; allowed: a number beside bufferMebibytes",
    ],
    ["endpoint", { url: "http://example.com" }, 'url: got "http://example.com"; allowed: an https:// address'],
    ["endpoint", { bufferMebibytes: 65, bufferSeconds: 60 }, "bufferMebibytes: got 65"],
    [
      "endpoint",
      { kind: "https" },
      'kind: got "https"; allowed: kind "s3", "redshift", "opensearch", "splunk" or "http-endpoint"',
    ],
  ])("refuse of %s what AWS refuses: %j", (key, changes, problem) => {
    expect(problemsOf(environment(key, changes))).toEqual([
      expect.stringContaining(`deliveries.${key}.destination.${problem}`),
    ]);
  });
});

describe("a delivery", () => {
  const s3 = { kind: "s3" } as const;
  const source = { stream: "data-stream" };

  it.each<[string, object, string]>([
    [
      "encrypts nothing of a stream, which does so itself",
      { d: { source: { ...source, encryption: "aws-owned" }, destination: s3 } },
      'd.source.encryption: got "aws-owned"; allowed: nothing beside a stream',
    ],
    [
      "reads a stream that there is",
      { d: { source: { stream: "data-steam" }, destination: s3 } },
      'd.source.stream: got "data-steam"; allowed: a key of streams: data-stream (did you mean data-stream?)',
    ],
    [
      "has a role of at most 64 characters",
      { ["d".repeat(34)]: { source, destination: s3 } },
      "a role's name of at most 64 characters",
    ],
    [
      "has a function of its own, which is no processor",
      { d: { source, transform: { code: "stream-processor" }, destination: s3 } },
      'd.transform.name: got "stream-processor"; allowed: a name of its own: processors.stream-processor has this one',
    ],
    [
      "has a function of its own, which is no other delivery's",
      {
        a: { source, transform: { code: "t" }, destination: s3 },
        b: { source, transform: { code: "t" }, destination: s3 },
      },
      'b.transform.name: got "t"; allowed: a name of its own: deliveries.a.transform.name has this one',
    ],
    [
      "leaves the operators their role",
      { d: { source, transform: { code: "operator" }, destination: s3 } },
      "allowed: a name of its own: the operators' role",
    ],
    [
      "waits five minutes for its function",
      { d: { source, transform: { code: "t", timeoutSeconds: 301 }, destination: s3 } },
      "d.transform.timeoutSeconds: got 301; allowed: a whole number from 1 to 300",
    ],
    [
      "gives its function 3 MB at most",
      { d: { source, transform: { code: "t", bufferMebibytes: 3.1, bufferSeconds: 1 }, destination: s3 } },
      "d.transform.bufferMebibytes: got 3.1; allowed: a number from 0.2 to 3",
    ],
    [
      "says both hints of its function's buffer, or none",
      { d: { source, transform: { code: "t", bufferSeconds: 30 }, destination: s3 } },
      "d.transform.bufferMebibytes: got nothing; allowed: a number beside bufferSeconds",
    ],
    [
      "has AWS's default in both hints or in neither, since Terraform leaves it out",
      { d: { source, transform: { code: "t", bufferMebibytes: 1, bufferSeconds: 30 }, destination: s3 } },
      "d.transform.bufferMebibytes: got 1; allowed: another number than 1, which is AWS's default",
    ],
    [
      "knows that AWS's default is another for Splunk",
      {
        d: {
          source,
          transform: { code: "t", bufferMebibytes: 1, bufferSeconds: 60 },
          destination: deliveries.splunk.destination,
        },
      },
      "d.transform.bufferSeconds: got 60; allowed: another number than 60",
    ],
  ])("%s", (_, changed, problem) => {
    const problems = problemsOf({ ...environmentInput(), deliveries: changed });
    expect(problems.join("\n")).toContain(problem);
  });

  it("is not told of a function that it has not, however long the names are", () => {
    const input = { ...environmentInput({ project: "p".repeat(64) }), deliveries: { d: { source, destination: s3 } } };
    const problems = problemsOf(input);
    expect(problems).toContainEqual(expect.stringContaining("a role's name of at most 64 characters"));
    expect(problems.filter((problem) => problem.includes("transform"))).toEqual([]);
  });

  it("has code that there is", () => {
    const input = environmentInput({
      deliveries: { d: { source, transform: { code: "data-tranform" }, destination: s3 } },
    });
    expect(() =>
      parseEnvironment("environment", input, { functions: ["data-transform", "stream-processor"], jobs: {} }),
    ).toThrow(
      'deliveries.d.transform.code: got "data-tranform"; allowed: a folder of functions/: data-transform, stream-processor (did you mean data-transform?)',
    );
  });
});

describe("any environment that should be accepted", () => {
  /** A change that breaks a delivery, and where the problem must show. */
  const breaks: [field: string, broken: object][] = [
    ["source.stream", { source: { stream: "no-such-stream" } }],
    ["source.encryption", { source: { stream: "s", encryption: "customer-managed" } }],
    ["destination.compression", { destination: { kind: "s3", compression: "brotli" } }],
    ["destination.prefix", { destination: { kind: "s3", prefix: "data/!{timestamp:bb}/" } }],
    ["destination.errorPrefix", { destination: { kind: "s3", errorPrefix: "data/errors/" } }],
    ["destination.table", { destination: { kind: "s3", table: "no-such-table" } }],
    ["destination.bufferSeconds", { destination: { kind: "s3", bufferMebibytes: 5 } }],
    ["destination.customTimeZone", { destination: { kind: "s3", customTimeZone: "Moon/Base" } }],
    ["transform.retries", { transform: { code: "data-transform", retries: 301 } }],
    ["logRetentionDays", { logRetentionDays: 2 }],
  ];

  it("is, and with one delivery broken is refused where it broke", () => {
    fc.assert(
      fc.property(arbitraryEnvironment, fc.constantFrom(...breaks), fc.nat(), (input, [field, broken], at) => {
        expect(problemsOf(input)).toEqual([]);
        const entries = Object.entries(input.deliveries ?? {});
        const [key = "", delivery] = entries[at % entries.length] ?? [];
        const problems = problemsOf({
          ...input,
          deliveries: { ...input.deliveries, [key]: { ...delivery, ...broken } },
        });
        expect(problems).toContainEqual(expect.stringContaining(`deliveries.${key}.${field}: got `));
      }),
    );
  });
});
