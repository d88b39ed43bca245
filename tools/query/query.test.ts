import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import type { Environment } from "../../environments";
import { parseEnvironment } from "../../environments/parse-environment";
import { environmentInput } from "../../test/environment-input";
import { formats } from "./formats";
import { openLake } from "./lake";
import { queryLocally } from "./local-query";
import { quoteText } from "./quote";

const columns = {
  id: "bigint",
  at: "timestamp",
  price: "decimal(10,2)",
  device: "struct<name:string,tags:array<string>>",
  counts: "map<string,int>",
};
const day = { kind: "date", format: "yyyy-MM-dd", from: "2026-01-02" } as const;
const environment: Environment = parseEnvironment(
  "test",
  environmentInput({
    lake: {
      tables: {
        "shop-events": {
          columns,
          partitions: { day, shard: { kind: "integer", from: 0, to: 12, digits: 2 } },
          prefix: "data/shop/",
        },
        lines: {
          columns,
          partitions: { kind: { kind: "enum", values: ["a.b", "c d"] } },
          prefix: "data/lines/",
          format: "json",
        },
        hourly: {
          columns: { id: "int" },
          partitions: { hour: { kind: "date", format: "yyyy/MM/dd/HH", from: "2026/01/02/00" } },
          prefix: "data/hourly/",
          format: "json",
        },
        regional: {
          columns: { id: "int" },
          partitions: { region: { kind: "enum", values: ["eu", "us"] }, day },
          prefix: "data/regional/",
          format: "json",
        },
        nothing: { columns, partitions: { day }, prefix: "data/nothing/" },
        stray: { columns, partitions: { day }, prefix: "data/stray/" },
        elsewhere: {
          columns,
          partitions: { shard: { kind: "integer", from: 0, to: 9 } },
          prefix: "data/elsewhere/",
          format: "orc",
        },
      },
    },
  }),
);
const database = "kinesis_streaming_test_data_lake";

/** With what a glob would take for a pattern, and SQL for the end of a text. */
const s3Dir = mkdtempSync(join(tmpdir(), "weir [it's]-"));
const pathOf = (key: string) => join(s3Dir, "kinesis-streaming-test-data-lake-123456789012", key);

function makeFolderOf(key: string): string {
  mkdirSync(dirname(pathOf(key)), { recursive: true });
  return pathOf(key);
}

let writer: DuckDBConnection;
let lake: DuckDBConnection;

/** An object of the lake, as Parquet. */
async function putParquet(key: string, select: string): Promise<void> {
  await writer.run(`COPY (${select}) TO ${quoteText(makeFolderOf(key))} (FORMAT parquet)`);
}

beforeAll(async () => {
  writer = await (await DuckDBInstance.create(":memory:")).connect();
  const shop = `SELECT 1::BIGINT AS id, TIMESTAMPTZ '2026-01-02 03:04:05.678+00' AS at, 1.50::DECIMAL(10,2) AS price,
    {'name': 'phone', 'tags': ['a', NULL]} AS device, MAP {'x': 1} AS counts`;
  await putParquet("data/shop/day=2026-01-02/shard=03/one", shop);
  await putParquet("data/shop/day=2026-01-03/shard=12/two.parquet", "SELECT 9007199254740993 AS id, 'more' AS unknown");
  await putParquet("data/shop/day=2026-01-01/shard=03/too-early", shop);
  await putParquet("data/shop/day=2026-01-03/shard=13/too-high", shop);
  await putParquet("data/shop/elsewhere/no-partition", shop);
  const line = '{"id":9007199254740993,"at":"2026-01-02T03:04:05.678Z","device":{"name":"phone"},"unknown":1}\n';
  writeFileSync(makeFolderOf("data/lines/kind=a.b/one.gz"), gzipSync(`${line}{}\n`));
  writeFileSync(makeFolderOf("data/lines/kind=c d/two"), '{"id":2,"price":0.1,"counts":{"x":3}}\n');
  writeFileSync(makeFolderOf("data/lines/kind=axb/unlisted"), line);
  writeFileSync(makeFolderOf("data/hourly/hour=2026/01/02/03/one"), '{"id":1}\n');
  writeFileSync(makeFolderOf("data/hourly/hour=2026/01/01/03/too-early"), '{"id":2}\n');
  writeFileSync(makeFolderOf("data/regional/region=eu/day=2026-01-02/one"), '{"id":1}\n');
  writeFileSync(makeFolderOf("data/regional/region=us/day=2026-01-03/two"), '{"id":2}\n');
  writeFileSync(makeFolderOf("data/elsewhere/one"), "ORC");
  writeFileSync(makeFolderOf("data/stray/day=2026-01-02/note.txt"), "no Parquet");
  writeFileSync(makeFolderOf("secret/plans.json"), "{}\n");
  lake = await openLake(environment, s3Dir);
});
afterAll(() => {
  for (const connection of [writer, lake]) connection.closeSync();
  rmSync(s3Dir, { recursive: true });
});

/** What `weir query` writes. */
async function ask(sql: string, format: keyof typeof formats = "json"): Promise<string> {
  let written = "";
  for await (const part of formats[format](await queryLocally(lake, environment, sql))) written += part;
  return written;
}

describe("a query of the local lake", () => {
  it("reads Parquet with its partitions, typed, and null where an object lacks a column", async () => {
    const rows = await ask("select * from shop_events order by day");
    expect(rows).toBe(
      '{"id":1,"at":"2026-01-02 03:04:05.678","price":1.50,"device":{"name":"phone","tags":["a",null]},' +
        '"counts":{"x":1},"day":"2026-01-02","shard":3}\n' +
        '{"id":9007199254740993,"at":null,"price":null,"device":null,"counts":null,"day":"2026-01-03","shard":12}\n',
    );
  });

  it("reads lines of JSON, gzipped or not", async () => {
    const rows = await ask("select * from lines order by kind, id");
    expect(rows).toBe(
      '{"id":9007199254740993,"at":"2026-01-02 03:04:05.678","price":null,"device":{"name":"phone","tags":null},' +
        '"counts":null,"kind":"a.b"}\n' +
        '{"id":null,"at":null,"price":null,"device":null,"counts":null,"kind":"a.b"}\n' +
        `{"id":2,"at":null,"price":0.10,"device":null,"counts":{"x":3},"kind":"c d"}\n`,
    );
  });

  it("reads a partition whose folders are several deep", async () => {
    expect(await ask("select * from hourly")).toBe('{"id":1,"hour":"2026/01/02/03"}\n');
  });

  it("reads a partition that lies in one of several values", async () => {
    expect(await ask("select * from regional order by id")).toBe(
      '{"id":1,"region":"eu","day":"2026-01-02"}\n{"id":2,"region":"us","day":"2026-01-03"}\n',
    );
  });

  it("has the columns of a table without objects, and no rows", async () => {
    expect(await ask("select * from nothing", "csv")).toBe("id,at,price,device,counts,day\n");
    expect(await ask("select count(*) as n from nothing")).toBe('{"n":0}\n');
  });

  it("sees an object that came since the table was looked at", async () => {
    await putParquet("data/shop/day=2026-02-01/shard=00/late", "SELECT 7 AS id");
    expect(await ask("select id from shop_events where day > '2026-01-31'")).toBe('{"id":7}\n');
  });

  it("knows a table by its database, too, and describes it", async () => {
    expect(await ask(`select count(*) as n from ${database}.hourly`)).toBe('{"n":1}\n');
    const described = parse(await ask("describe shop_events", "csv"), { columns: true });
    expect(described).toContainEqual(expect.objectContaining({ column_name: "shard", column_type: "BIGINT" }));
  });

  it.each([
    ["select nope from lines", 'column "nope" not found'],
    ["select nope from lines", "columns of lines: id bigint, at timestamp, price decimal(10,2), device struct<"],
    ["select lines.nope from lines", "kind (partition)"],
    ["select * from events", `there is no table "events"; the tables of ${database} are: shop_events, lines, hourly`],
    [
      'select id from lines where kind = "a.b"',
      `"a.b" in double quotes is a name; a text stands in single ones: 'a.b'`,
    ],
    ["insert into lines values (1)", "the lake is read only; only queries are taken"],
    ["update lines set id = 1", "the lake is read only; only queries are taken"],
    ["delete from lines", "the lake is read only; only queries are taken"],
    ["selec 1", 'Parser Error: syntax error at or near "selec"\n\nLINE 1: selec 1\n        ^'],
    [" -- nothing\n", "the query is empty; give one"],
    ["select 1; select 2", "2 statements; give one query at a time"],
    ["create table mine (id int)", "a statement of kind CREATE; only queries are taken"],
    ["explain analyze create table mine (id int)", "a statement of kind EXPLAIN; only queries are taken"],
    [
      "select count(*) from elsewhere where shard = 1",
      "the objects are ORC, which only Athena reads: query them with --aws",
    ],
    ["select error('late') from range(10000)", "Invalid Input Error: late"],
    ["select * from read_text('/etc/hostname')", "file system operations are disabled by configuration"],
    ["select * from glob('/etc/*')", "file system operations are disabled by configuration"],
  ])("refuses %j, and says why", async (sql, message) => {
    await expect(ask(sql)).rejects.toThrow(message);
  });

  it("names the object that is not of its table's format, and shows no SQL but its user's", async () => {
    const refused = await ask("select id from stray where day = '2026-01-02'").catch(String);
    expect(refused).toMatch(/note\.txt/);
    expect(refused).not.toMatch(/LINE|filename/);
  });

  it("writes nothing into the lake", async () => {
    await expect(ask(`copy (select 1) to ${quoteText(pathOf("data/lines/kind=a.b/new"))}`)).rejects.toThrow(
      "a statement of kind COPY",
    );
  });
});

describe("the formats of a result", () => {
  it("come back from CSV as they were, an empty text beside no value", async () => {
    expect(await ask("select null as a, '' as b, ' ' as c, [1, 2] as d", "csv")).toBe('a,b,c,d\n,""," ","[1,2]"\n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), async (texts) => {
        // SQL has no NUL.
        const values = texts.map((value) => value.replaceAll("\0", " "));
        const sql = `select unnest([${values.map(quoteText).join(", ")}]) as "the, ""name"""`;
        expect(parse(await ask(sql, "csv"))).toEqual([['the, "name"'], ...values.map((value) => [value])]);
        const lines = (await ask(sql)).trimEnd().split("\n");
        expect(lines.map((line) => JSON.parse(line)['the, "name"'])).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });

  it("keep every digit of a number, and name what JSON has no number for", async () => {
    const sql = "select 12345678901234567890123456789012345678::hugeint h, 0.10::decimal(4,2) d, 'nan'::double n";
    expect(await ask(sql)).toBe('{"h":12345678901234567890123456789012345678,"d":0.10,"n":"NaN"}\n');
  });

  it("line up in a table, numbers to the right", async () => {
    expect(await ask("select 'a' as name, 5 as n union all select 'longer', 12345 order by n", "table")).toBe(
      "name        n\n------  -----\na           5\nlonger  12345\n(2 rows)\n",
    );
    expect(await ask("select id from nothing", "table")).toBe("id\n--\n(0 rows)\n");
  });

  it("line up in a table where letters are two columns wide", async () => {
    expect(
      await ask(
        "select '東京' as \"都市\", 1 as n union all select 'é', 2 union all select '👩‍👩‍👧', 3 order by n",
        "table",
      ),
    ).toBe("都市  n\n----  -\n東京  1\né     2\n👩‍👩‍👧    3\n(3 rows)\n");
  });

  it("show no control character on a terminal", async () => {
    expect(await ask("select chr(27) || '[2J' || chr(10) || chr(155) as x, null as y", "table")).toContain(
      "\\u001b[2J\\n\\u009b  NULL",
    );
  });

  it("are written as they are read, not held", async () => {
    const result = await queryLocally(lake, environment, "select * from range(1000000000000) t(id)");
    const parts = formats.csv(result);
    expect((await parts.next()).value).toBe("id\n");
    expect((await parts.next()).value).toMatch(/^0\n1\n2\n/);
    await parts.return(undefined);
  });
});

describe("weir query", () => {
  const run = (args: readonly string[], variables: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [join(__dirname, "../../bin/weir.js"), "query", ...args], {
      env: { ...process.env, NODE_NO_WARNINGS: "1", AWS_ENDPOINT_URL: "", ...variables },
    });

  async function ended(child: ReturnType<typeof run>) {
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { code, out, err };
  }

  it.each([
    [["select 1 as a"], {}, { code: 0, out: "a\n1\n", err: "" }],
    [["select 1 as a", "--table"], {}, { code: 0, out: "a\n-\n1\n(1 row)\n", err: "" }],
    [["selec"], {}, { code: 1, out: "", err: expect.stringMatching(/^weir: Parser Error: syntax error/) }],
    [["select 1", "--csv", "--json"], {}, { code: 1, err: expect.stringContaining("cannot be used with option") }],
    [
      ["select 1", "--aws"],
      {},
      { code: 1, err: expect.stringContaining("has the placeholder account 000000000000: set") },
    ],
    [
      ["select 1", "--aws"],
      { AWS_ENDPOINT_URL_ATHENA: "http://127.0.0.1:1" },
      { code: 1, err: expect.stringContaining("AWS_ENDPOINT_URL_ATHENA is http://127.0.0.1:1: unset it to reach AWS") },
    ],
  ])("answers %j with %j", async (args, variables, expected) => {
    expect(await ended(run(args, variables))).toMatchObject(expected);
  });

  it("ends well when its reader has enough", async () => {
    const child = run(["select * from range(100000000)", "--csv"]);
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect({ err, code }).toEqual({ err: "", code: 0 });
  });
});
