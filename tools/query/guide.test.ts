import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { formats } from "./formats";
import { openLake } from "./lake";
import { queryLocally } from "./local-query";
import { quoteText } from "./quote";

const environment = loadEnvironment("dev");
const s3Dir = mkdtempSync(join(tmpdir(), "weir-guide-"));
let lake: DuckDBConnection;

beforeAll(async () => {
  const writer = await (await DuckDBInstance.create(":memory:")).connect();
  const putObject = async (prefix: string, query: string) => {
    const folder = join(s3Dir, namesOf(environment).lakeBucket.name, prefix, "day=2026-01-02");
    mkdirSync(folder, { recursive: true });
    await writer.run(`COPY (${query}) TO ${quoteText(join(folder, "object.parquet"))} (FORMAT parquet)`);
  };
  await putObject(
    "data/events",
    `SELECT 'e-' || i AS event_id, 'user-' || (i % 2) AS user_id, 'purchase' AS event_type, 1.5 AS value,
      TIMESTAMP '2026-01-02 10:00:00' AS timestamp,
      {'device': 'phone', 'browser': 'firefox', 'country': 'JP', 'session_id': 's'} AS metadata FROM range(3) t(i)`,
  );
  await putObject(
    "data/event-aggregates",
    `SELECT 'w-' || (i % 2) AS aggregate_id, TIMESTAMP '2026-01-02 10:00:00' AS window_start, 'user-1' AS user_id,
      'PURCHASE' AS event_type, i AS event_count, 1.5 AS value_sum, 0.5 AS value_mean FROM range(3) t(i)`,
  );
  writer.closeSync();
  lake = await openLake(environment, s3Dir);
});
afterAll(() => {
  lake.closeSync();
  rmSync(s3Dir, { recursive: true });
});

const queriesOf = (guide: string) => {
  const text = readFileSync(join(__dirname, "../../docs/guides", guide), "utf8");
  return Array.from(text.matchAll(/^weir query "([^"]+)"/gm), ([, sql = ""]) => [guide, sql] as const);
};
const queries = ["query-the-lake.md", "late-and-rejected-events.md"].flatMap(queriesOf);

test.each(queries)("the query of %s is answered: %s", async (_, sql) => {
  let lines = 0;
  for await (const part of formats.csv(await queryLocally(lake, environment, sql)))
    lines += part.split("\n").length - 1;
  expect(lines).toBeGreaterThan(1);
});

test("the guides show queries, and this test sees them", () => {
  expect(queries.length).toBeGreaterThan(9);
  expect(new Set(queries.map(([guide]) => guide)).size).toBe(2);
});
