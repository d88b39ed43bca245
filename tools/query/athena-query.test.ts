import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { json } from "node:stream/consumers";
import { AthenaClient } from "@aws-sdk/client-athena";
import { type AthenaProgress, queryAthena } from "./athena-query";
import { formats } from "./formats";
import { formatScan, ScanProgress } from "./scan-progress";

type Answer = Readonly<Record<string, unknown>>;

let server: Server;
let client: AthenaClient;
/** What was asked, as `[operation, input]`. */
let asked: [string, Answer][];
/** What is answered, by operation, one after another; the last again and again. */
let answers: Record<string, Answer[]>;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).replace("AmazonAthena.", "");
    asked.push([operation, (await json(request)) as Answer]);
    const queue = answers[operation] ?? [];
    const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? {};
    response.writeHead("__type" in answer ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new AthenaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});
beforeEach(() => {
  asked = [];
  answers = {
    StartQueryExecution: [{ QueryExecutionId: "query-1" }],
    GetQueryExecution: [execution("QUEUED", 0), execution("RUNNING", 1_048_576), execution("SUCCEEDED", 3_145_728)],
    GetQueryResults: [{ ResultSet: { ResultSetMetadata: { ColumnInfo: columns }, Rows: [row("n")] } }],
  };
});

const columns = [{ Name: "n", Type: "integer" }];
const row = (...texts: (string | null)[]) => ({
  Data: texts.map((text) => (text === null ? {} : { VarCharValue: text })),
});
const execution = (state: string, scannedBytes: number, more: object = {}) => ({
  QueryExecution: {
    StatementType: "DML",
    Status: { State: state },
    Statistics: { DataScannedInBytes: scannedBytes },
    ...more,
  },
});

async function ask(signal = new AbortController().signal) {
  const progress: AthenaProgress[] = [];
  const result = await queryAthena(client, {
    sql: "select n from events",
    workgroup: "queries",
    database: "lake",
    signal,
    onProgress: (now) => progress.push(now),
  });
  let written = "";
  for await (const part of formats.json(result)) written += part;
  return { written, progress };
}

describe("a query in Athena", () => {
  it("runs in the environment's workgroup and database, and says how far it is", async () => {
    const { progress } = await ask();
    expect(asked[0]).toEqual([
      "StartQueryExecution",
      {
        ClientRequestToken: expect.any(String),
        QueryString: "select n from events",
        WorkGroup: "queries",
        QueryExecutionContext: { Database: "lake" },
      },
    ]);
    expect(progress).toEqual([
      { state: "QUEUED", scannedBytes: 0 },
      { state: "RUNNING", scannedBytes: 1_048_576 },
      { state: "SUCCEEDED", scannedBytes: 3_145_728 },
    ]);
  });

  it("gives all pages without the header, values by their types", async () => {
    const types = ["bigint", "varchar", "double", "boolean", "decimal", "row"];
    const ColumnInfo = types.map((Type) => ({ Name: `a_${Type}`, Type }));
    const ResultSetMetadata = { ColumnInfo };
    const header = row(...ColumnInfo.map(({ Name }) => Name));
    answers["GetQueryResults"] = [
      {
        ResultSet: {
          ResultSetMetadata,
          Rows: [header, row("9007199254740993", "7", "1.0E10", "true", "0.10", "{a=1}")],
        },
        NextToken: "2",
      },
      { ResultSet: { ResultSetMetadata, Rows: [row(null, "", "NaN", null, null, null)] } },
    ];
    const { written } = await ask();
    expect(written).toBe(
      '{"a_bigint":9007199254740993,"a_varchar":"7","a_double":1.0E10,"a_boolean":true,"a_decimal":0.10,"a_row":"{a=1}"}\n' +
        '{"a_bigint":null,"a_varchar":"","a_double":"NaN","a_boolean":null,"a_decimal":null,"a_row":null}\n',
    );
    expect(asked.at(-1)).toEqual(["GetQueryResults", { QueryExecutionId: "query-1", NextToken: "2" }]);
  });

  it("takes no row for a header where there is none", async () => {
    answers["GetQueryExecution"] = [execution("SUCCEEDED", 0, { StatementType: "UTILITY" })];
    answers["GetQueryResults"] = [
      {
        ResultSet: { ResultSetMetadata: { ColumnInfo: [{ Name: "tab_name", Type: "string" }] }, Rows: [row("events")] },
      },
    ];
    expect((await ask()).written).toBe('{"tab_name":"events"}\n');
  });

  it("fails with Athena's reason", async () => {
    const reason = "COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved";
    answers["GetQueryExecution"] = [execution("FAILED", 0, { Status: { State: "FAILED", StateChangeReason: reason } })];
    await expect(ask()).rejects.toThrow(`Athena: FAILED: ${reason}`);
  });

  it("fails with what Athena says to a query that it does not take", async () => {
    answers["StartQueryExecution"] = [
      { __type: "InvalidRequestException", message: "WorkGroup queries is not found." },
    ];
    await expect(ask()).rejects.toThrow("WorkGroup queries is not found.");
  });

  it("is cancelled when it is interrupted, for it would go on and cost", async () => {
    const reason = "Query cancelled by user";
    answers["GetQueryExecution"] = [
      execution("RUNNING", 0),
      execution("CANCELLED", 0, { Status: { State: "CANCELLED", StateChangeReason: reason } }),
    ];
    await expect(ask(AbortSignal.abort())).rejects.toThrow(`Athena: CANCELLED: ${reason}`);
    expect(asked).toContainEqual(["StopQueryExecution", { QueryExecutionId: "query-1" }]);
  });
});

test("the progress of a scan is drawn against what the workgroup allows", () => {
  expect(formatScan({ state: "RUNNING", scannedBytes: 512 * 2 ** 20 }, 1024 * 2 ** 20, 3.4)).toBe(
    "[############------------] RUNNING  512 of at most 1,024 MiB scanned  3 s",
  );
});

test("the end of a query says what it scanned, and nothing of one that Athena did not take", () => {
  const output = new PassThrough({ encoding: "utf8" });
  new ScanProgress(output, 1024 * 2 ** 20).end();
  expect(output.read()).toBeNull();
  const progress = new ScanProgress(output, 1024 * 2 ** 20);
  progress.show({ state: "SUCCEEDED", scannedBytes: 3 * 2 ** 20 });
  progress.end();
  expect(output.read()).toMatch(/^SUCCEEDED: 3 MiB scanned, \d+\.\d s\n$/);
});
