import fc from "fast-check";
import { type Changes, environmentInput as environment } from "../test/environment-input";
import { problemsOf } from "../test/problems-of";
import { environmentNames, loadEnvironment } from ".";
import { parseEnvironment } from "./parse-environment";
import type { Subscription } from "./schema/alarms";

const processor = { stream: "data-stream", table: "processed-data" };
const parse = (input: unknown) => parseEnvironment("environment", input);

describe("the environments of the repository", () => {
  it.each(environmentNames)("%s is valid", (name) => {
    expect(loadEnvironment(name).name).toBe(name);
  });

  it("are named when another is asked for, with the one that was probably meant", () => {
    expect(() => loadEnvironment("porod")).toThrow(
      'environment: got "porod"; allowed: one of: dev, staging, prod (did you mean prod?)',
    );
  });
});

describe("a bad environment", () => {
  it("lists every problem at once: path, value got, what is allowed", () => {
    const problems = problemsOf({
      ...environment(),
      account: 123,
      region: "us-iso-east-1",
      streams: { "data-stream": { capacity: { mode: "provisioned", shards: 0 }, retentionHours: 23 }, Bad_Key: {} },
      processors: { p: { ...processor, stream: "data-steam", batchSize: 20_000, onFailure: "sns" } },
      lake: { standardIaDays: 45, glacierDays: 60 },
    });
    expect(problems).toEqual([
      "account: got 123; allowed: an AWS account id of 12 digits, as a string",
      'region: got "us-iso-east-1"; allowed: an AWS region of the partitions aws, aws-cn or aws-us-gov, such as us-east-1',
      "streams.data-stream.capacity.shards: got 0; allowed: a whole number from 1 to 10000",
      "streams.data-stream.retentionHours: got 23; allowed: a whole number from 24 to 8760",
      'streams.Bad_Key: got "Bad_Key"; allowed: a role in lower case, digits and single hyphens, beginning with a letter, such as data-stream',
      "processors.p.batchSize: got 20000; allowed: a whole number from 1 to 10000",
      'processors.p.onFailure: got "sns"; allowed: one of: s3, sqs',
      'processors.p.stream: got "data-steam"; allowed: a key of streams: data-stream, Bad_Key (did you mean data-stream?)',
      "lake.glacierDays: got 60; allowed: at least 75: 30 days after standardIaDays",
    ]);
  });

  it("names the fields there are, and the one meant, beside an unknown one", () => {
    const streams = { "data-stream": { capacity: { mode: "on-demand" }, retentionHrs: 48 } };
    expect(problemsOf({ ...environment(), streams })).toEqual([
      'streams.data-stream: got ["retentionHrs"]; allowed: an object with fields of: capacity, retentionHours, shardLevelMetrics, consumers, expectedRecords, enforceConsumerDeletion, readers, writers (did you mean retentionHours?)',
    ]);
  });

  it.each([undefined, null, 7, "dev", []])("is told so when it is no object at all, but %p", (input) => {
    expect(problemsOf(input)[0]).toMatch(/^\(the file\): got .*; allowed: an object with fields of: name, tier,/);
  });

  it("does not hide other problems behind a missing tier", () => {
    const { tier: _, ...untiered } = environment({ account: "1" });
    expect(problemsOf(untiered)).toHaveLength(2);
  });
});

describe("a principal of a stream's own policy", () => {
  const problems = (reader: string) =>
    problemsOf(environment({ streams: { "data-stream": { capacity: { mode: "on-demand" }, readers: [reader] } } }));

  it.each(["root", "role/reader", "role/team/reader", "user/a+b=c,d.e@f-g_h"])("may be %s", (principal) => {
    expect(problems(`arn:aws:iam::123456789012:${principal}`)).toEqual([]);
  });

  it.each(["role/", "role/a b", `role/\${x}`, "role/*", "group/readers"])("may not be %s", (principal) => {
    expect(problems(`arn:aws:iam::123456789012:${principal}`)[0]).toMatch(/^streams\.data-stream\.readers\.0: got/);
  });
});

describe("who is told of alarms", () => {
  const email = { kind: "email", address: "on-call@example.com" } as const;
  const chat = { kind: "chat", workspaceId: "T0123ABCD", channelId: "C0123ABCD45" } as const;
  const problems = (page: Subscription[], region = "eu-west-1") =>
    problemsOf(environment({ region, alarms: { subscriptions: { page } } }));

  it("may be a person, a tool or a channel, each once", () => {
    const https = { kind: "https", url: "https://example.com/alarms" } as const;
    expect(problems([email, https, chat])).toEqual([]);
    expect(problems([email, chat, email])).toEqual([
      expect.stringMatching(/^alarms\.subscriptions\.page: got .*on-call@example\.com/),
    ]);
  });

  it("is no channel of chat where AWS has none", () => {
    expect(problems([chat], "cn-north-1")).toEqual([
      expect.stringMatching(/^alarms\.subscriptions\.page: got .*C0123ABCD45.*AWS has no chat in the partition/),
    ]);
  });
});

describe("the name of an environment", () => {
  it("is short enough, with the project's, for a group of X-Ray's traces", () => {
    expect(problemsOf(environment({ name: "fourteen-chars" }))).toEqual([]);
    expect(problemsOf(environment({ name: "fifteen-letters" }))).toEqual([
      'name: got "kinesis-streaming-fifteen-letters"; allowed: a project and a name that make at most 31 letters and a hyphen',
    ]);
  });
});

describe("ci", () => {
  const problems = (changes: object) => problemsOf({ ...environment(), ci: { repository: "octo/weir", ...changes } });

  it("is absent unless it is asked for, and then applies main by a provider of its own", () => {
    expect(parse(environment()).ci).toBeUndefined();
    const { ci } = parse(environment({ ci: { repository: "octo/weir" } }));
    expect(ci).toEqual({ repository: "octo/weir", branch: "main", oidcProvider: "create" });
  });

  it.each(["octo/weir", "o-c_t/w.e-i_r", "octo@12/weir@345"])("takes the repository %s", (repository) => {
    expect(problems({ repository })).toEqual([]);
  });

  it.each([
    "octo",
    "octo/*",
    "octo/weir:*",
    "octo@12/weir",
    "octo/weir@345",
    "octo/we ir",
    "https://github.com/octo/weir",
  ])("refuses the repository %s, which its tokens' subject would never have, or others' would too", (repository) => {
    expect(problems({ repository })).toEqual([
      `ci.repository: got "${repository}"; allowed: a GitHub repository as its OIDC subject has it: owner/name, or owner@id/name@id`,
    ]);
  });

  it.each(["*", "release/*", "a b", ""])("refuses the branch %p", (branch) => {
    expect(problems({ branch })[0]).toMatch(/^ci\.branch: got .*; allowed: a branch of at most 244 letters/);
  });

  it("knows its fields, and whence its provider comes", () => {
    expect(problems({ oidcProvider: "reuse", brnach: "main" })).toEqual([
      'ci.oidcProvider: got "reuse"; allowed: one of: create, existing',
      'ci: got ["brnach"]; allowed: an object with fields of: repository, branch, oidcProvider (did you mean branch?)',
    ]);
  });

  it("keeps the names of its roles and policies to itself", () => {
    const streams: Changes["streams"] = { ci: { capacity: { mode: "on-demand" } } };
    const processors: Changes["processors"] = { "ci-apply": { stream: "ci", table: "processed-data" } };
    const deliveries: Changes["deliveries"] = {
      ci: { source: { stream: "ci" }, transform: { code: "ci-transform" }, destination: { kind: "s3" } },
    };
    const refused = (path: string, got: string, made: string) =>
      `${path}: got "${got}"; allowed: another name: of this comes ${made}, and what begins with ci- is ci's own`;
    expect(problemsOf(environment({ streams, processors, deliveries }))).toEqual([
      refused("streams.ci", "ci", "ci-producer"),
      refused("processors.ci-apply", "ci-apply", "ci-apply"),
      refused("deliveries.ci", "ci", "ci-firehose"),
      refused("deliveries.ci.transform.name", "ci-transform", "ci-transform"),
    ]);
  });
});

it.each(["bootstrap", "bootstrap-dev"])("an environment is not called %s, as stacks are", (name) => {
  expect(problemsOf(environment({ name }))[0]).toMatch(
    /^name: got .*; allowed: a name that does not begin with bootstrap/,
  );
});

describe("an environment beside others", () => {
  const beside = (changes: Changes, ...others: Changes[]) => problemsOf(environment(changes), others.map(environment));
  const allowed = (prefix: string, other: string) =>
    `allowed: one whose names don't begin with ${prefix}, as those of environment ${other} do in this account`;

  it("has no name that begins as another's: what stands for all of that would stand for it, too", () => {
    expect(beside({ name: "dev-eu" }, { name: "prod" }, { name: "dev" })).toEqual([
      `name: got "dev-eu"; ${allowed("kinesis-streaming-dev-", "dev")}`,
    ]);
    expect(beside({ project: "a-b", name: "c" }, { project: "a", name: "b-c" })).toEqual([
      `name: got "c"; ${allowed("a-b-c-", "b-c")}`,
    ]);
  });

  it.each<[string, Changes, Changes]>([
    ["the other begins as it does", { name: "dev" }, { name: "dev-eu" }],
    ["the name goes on without a hyphen", { name: "develop" }, { name: "dev" }],
    ["the other is in another account", { name: "dev-eu" }, { name: "dev", account: "210987654321" }],
    ["the other is of another project", { name: "dev-eu" }, { name: "dev", project: "other" }],
  ])("may have its name where %s", (_, changes, other) => {
    expect(beside(changes, other)).toEqual([]);
  });
});

describe("a reference between entries", () => {
  it.each([
    ["stream", "data-steam", "a key of streams: data-stream (did you mean data-stream?)"],
    ["table", "nothing-like-it", "a key of tables: processed-data"],
    ["consumer", "fan", "a consumer of stream data-stream: fast (did you mean fast?)"],
  ])("that dangles names what there is: %s", (field, got, allowed) => {
    const streams: Changes["streams"] = { "data-stream": { capacity: { mode: "on-demand" }, consumers: ["fast"] } };
    const problems = problemsOf(environment({ streams, processors: { p: { ...processor, [field]: got } } }));
    expect(problems).toEqual([`processors.p.${field}: got "${got}"; allowed: ${allowed}`]);
  });

  it.each([
    ["stream-processor", "sums", "a table that holds events, which stream-processor writes: processed-data"],
    ["aggregate-writer", "processed-data", "a table that holds aggregates, which aggregate-writer writes: sums"],
  ])("to a table is to one that holds what is written: %s", (code, table, allowed) => {
    const tables: Changes["tables"] = { "processed-data": {}, sums: { holds: { kind: "aggregates" } } };
    expect(problemsOf(environment({ tables, processors: { p: { stream: "data-stream", table, code } } }))).toEqual([
      `processors.p.table: got "${table}"; allowed: ${allowed}`,
    ]);
    const processors = { p: { stream: "data-stream", table, code: "one-of-your-own" } };
    expect(problemsOf(environment({ tables, processors }))).toEqual([]);
  });

  it("to a consumer belongs to one processor alone, since a second reader would take its shards", () => {
    const streams: Changes["streams"] = { "data-stream": { capacity: { mode: "on-demand" }, consumers: ["fast"] } };
    const processors = { a: { ...processor, consumer: "fast" }, b: { ...processor, consumer: "fast" } };
    expect(problemsOf(environment({ streams, processors }))).toEqual([
      'processors.b.consumer: got "fast"; allowed: a consumer of its own: a reads through this one',
    ]);
  });
});

describe("limits between fields", () => {
  it("leave a long retention alone where records grow no older than an hour", () => {
    const streams: Changes["streams"] = { "data-stream": { capacity: { mode: "on-demand" }, retentionHours: 8_760 } };
    expect(problemsOf(environment({ streams, tables: { "processed-data": { ttlDays: 1 } } }))).toEqual([]);
  });

  const capacity = { mode: "provisioned", shards: 6 } as const;
  it.each<[string, Changes, string]>([
    [
      "reserved concurrency covers every shard",
      { streams: { "data-stream": { capacity } }, processors: { p: { ...processor, parallelizationFactor: 2 } } },
      "processors.p.reservedConcurrency: got 10; allowed: at least 12: the shards of data-stream × parallelizationFactor",
    ],
    [
      "on-demand begins with four shards",
      {
        streams: { "data-stream": { capacity: { mode: "on-demand" } } },
        processors: { p: { ...processor, reservedConcurrency: 3 } },
      },
      "processors.p.reservedConcurrency: got 3; allowed: at least 4: the shards of data-stream × parallelizationFactor",
    ],
    [
      "a record is diverted before the stream forgets it",
      { processors: { p: { ...processor, maximumRecordAgeSeconds: 86_400 } } },
      "processors.p.maximumRecordAgeSeconds: got 86400; allowed: -1, or less than the 86400 seconds",
    ],
    [
      "an item outlives the retries of its record",
      {
        streams: { "data-stream": { capacity, retentionHours: 72 } },
        tables: { "processed-data": { ttlDays: 2 } },
        processors: { p: { ...processor, maximumRecordAgeSeconds: -1 } },
      },
      "tables.processed-data.ttlDays: got 2; allowed: at least 3",
    ],
    [
      "another partition's principals are none that IAM knows",
      { streams: { "data-stream": { capacity, writers: ["arn:aws-cn:iam::123456789012:root"] } } },
      'streams.data-stream.writers: got ["arn:aws-cn:iam::123456789012:root"]; allowed: principals of the partition of',
    ],
    [
      "another account's principals need a key of ours",
      { streams: { "data-stream": { capacity, readers: ["arn:aws:iam::999999999999:root"] } } },
      'streams.data-stream.readers: got ["arn:aws:iam::999999999999:root"]; allowed: principals of this account',
    ],
    [
      "a lifecycle rule is named after its prefix, in 255 characters",
      { lake: { dataPrefixes: [`${"x".repeat(247)}/`] } },
      "lake.dataPrefixes.0: got ",
    ],
    ["the lake archives in order", { lake: { glacierDays: 365 } }, "lake.deepArchiveDays: got 365; allowed: more than"],
    [
      "a consumer is listed once",
      { streams: { "data-stream": { capacity, consumers: ["a", "a"] } } },
      'streams.data-stream.consumers: got "a"; allowed: each once',
    ],
    [
      "a function's name has 64 characters at most",
      { processors: { [`p${"x".repeat(60)}`]: processor } },
      "a function's name of at most 64 characters",
    ],
    ["a bucket's name has 63", { project: "p".repeat(40) }, "a bucket's name of at most 63 characters"],
    ["the operators' role keeps its name", { processors: { operator: processor } }, "allowed: another key"],
  ])("%s", (_, changes, problem) => {
    expect(problemsOf(environment(changes)).join("\n")).toContain(problem);
  });
});

/** AWS's own ranges, by field. */
const ranges: [section: string, field: string, min: number, max: number][] = [
  ["streams", "retentionHours", 24, 8_760],
  ["processors", "batchSize", 1, 10_000],
  ["processors", "maximumBatchingWindowSeconds", 0, 300],
  ["processors", "parallelizationFactor", 1, 10],
  ["processors", "maximumRetryAttempts", -1, 10_000],
  ["processors", "tumblingWindowSeconds", 0, 900],
  ["processors", "memoryMebibytes", 128, 10_240],
  ["processors", "timeoutSeconds", 1, 900],
  ["tables", "pointInTimeRecoveryDays", 1, 35],
];

describe("a number", () => {
  const withField = (section: string, field: string, value: unknown) => {
    const base = environment({ streams: { "data-stream": { capacity: { mode: "provisioned", shards: 1 } } } });
    const [[key, entry] = ["", {}]] = Object.entries(base[section as "streams"] ?? {});
    return { key, input: { ...base, [section]: { [key]: { ...entry, [field]: value } } } };
  };

  it.each(ranges)("of %s.%s is accepted at both ends of AWS's range", (section, field, min, max) => {
    // The lifetime that the longest retention asks for is another field's affair.
    const tables: Changes["tables"] = { "processed-data": { ttlDays: 3_650 } };
    for (const value of [min, max]) {
      const { input } = withField(section, field, value);
      expect(problemsOf(section === "tables" ? input : { ...input, tables })).toEqual([]);
    }
  });

  it("out of AWS's range is refused, whatever the field", () => {
    const outside = fc
      .tuple(fc.constantFrom(...ranges), fc.integer({ min: 1 }), fc.boolean(), fc.boolean())
      .map(([[section, field, min, max], distance, below, fraction]) => {
        const value = below ? min - distance : max + distance;
        return { section, field, value: fraction ? min + 0.5 : value };
      });
    fc.assert(
      fc.property(outside, ({ section, field, value }) => {
        const { key, input } = withField(section, field, value);
        const expected = new RegExp(
          `^${section}\\.${key}\\.${field}: got ${String(value).replace("+", "\\+")}; allowed`,
        );
        expect(problemsOf(input)).toContainEqual(expect.stringMatching(expected));
      }),
    );
  });

  it.each([59, 604_801, 0, -2])("of maximumRecordAgeSeconds is -1 or 60 to 604800, not %d", (age) => {
    const problems = problemsOf(environment({ processors: { p: { ...processor, maximumRecordAgeSeconds: age } } }));
    expect(problems[0]).toContain(`processors.p.maximumRecordAgeSeconds: got ${age}; allowed: `);
  });
});

describe("defaults", () => {
  it("are the safe ones in production", () => {
    const { deletionProtection, encryption, streams, processors } = parse(environment({ tier: "production" }));
    expect({ deletionProtection, encryption }).toEqual({ deletionProtection: true, encryption: "customer-managed" });
    expect(streams["data-stream"]?.retentionHours).toBe(168);
    // An outage is waited out, and what is older than half the retention can still be read again.
    expect(processors["stream-processor"]).toMatchObject({
      reservedConcurrency: 100,
      maximumRetryAttempts: -1,
      maximumRecordAgeSeconds: 84 * 3_600,
    });
  });

  it("are the quick ones elsewhere", () => {
    expect(parse(environment()).processors["stream-processor"]).toMatchObject({
      code: "stream-processor",
      reservedConcurrency: 10,
      maximumRetryAttempts: 3,
      maximumRecordAgeSeconds: 3_600,
    });
  });

  it("of the record's age follow the stream's retention in production", () => {
    const streams: Changes["streams"] = { "data-stream": { capacity: { mode: "on-demand" }, retentionHours: 24 } };
    const { processors } = parse(environment({ tier: "production", streams }));
    expect(processors["stream-processor"]?.maximumRecordAgeSeconds).toBe(12 * 3_600);
  });
});

describe("alarms", () => {
  const of = (tier: "development" | "production") => parse(environment({ tier })).alarms;

  it("tell nobody until someone is named, and want production's data sooner", () => {
    expect(of("development")).toEqual({ freshnessObjectiveSeconds: 300, subscriptions: { page: [], ticket: [] } });
    expect(of("production").freshnessObjectiveSeconds).toBe(120);
  });

  it("tell by e-mail, over HTTPS and in a chat, each with what it needs", () => {
    const page = [
      { kind: "email" as const, address: "oncall@example.com" },
      { kind: "https" as const, url: "https://events.example.com/integration/1" },
      { kind: "chat" as const, workspaceId: "T0123ABCD", channelId: "C0123ABCD45" },
    ];
    expect(parse(environment({ alarms: { subscriptions: { page } } })).alarms.subscriptions.page).toEqual(page);
    expect(
      problemsOf({
        ...environment(),
        alarms: {
          freshnessObjectiveSeconds: 59,
          subscriptions: {
            page: [
              { kind: "email", address: "nobody" },
              { kind: "https", url: "http://example.com" },
              { kind: "sms", number: "1" },
            ],
          },
        },
      }),
    ).toEqual([
      "alarms.freshnessObjectiveSeconds: got 59; allowed: a whole number from 60 to 43200",
      'alarms.subscriptions.page.0.address: got "nobody"; allowed: an e-mail address',
      'alarms.subscriptions.page.1.url: got "http://example.com"; allowed: an address that begins with https://',
      'alarms.subscriptions.page.2.kind: got "sms"; allowed: kind "email", "https" or "chat"',
    ]);
  });

  it("of a pipeline are told apart by its key", () => {
    const deliveries = { "data-stream": { source: { kind: "direct-put" }, destination: { kind: "s3" } } };
    expect(problemsOf({ ...environment(), deliveries })).toEqual([
      'deliveries.data-stream: got "data-stream"; allowed: another key: the pipeline of streams.data-stream has this name',
    ]);
  });
});
