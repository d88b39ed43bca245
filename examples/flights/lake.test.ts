import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { App } from "cdktf";
import { parseEnvironment } from "../../environments/parse-environment";
import { startLocal } from "../../local";
import { namesOf } from "../../names";
import { addStacks } from "../../stacks/add-stacks";
import { environmentInput } from "../../test/environment-input";
import { openLake } from "../../tools/query/lake";
import { queryLocally } from "../../tools/query/local-query";
import { flights } from "./environment";

const root = join(__dirname, "../..");
const file = "node_modules/vega-datasets/data/flights-20k.json";
/** Where the command sends to when it is told nothing, without what else stands there. */
const dev = { name: "dev", account: "000000000000", region: "us-east-1", processors: {} };
const environment = parseEnvironment("dev", environmentInput({ ...dev, ...flights }));
const folder = mkdtempSync(join(tmpdir(), "weir-flights-lake-"));
const s3Dir = join(folder, "data", "s3");

/** Replays the file into the running environment, and ends that, which delivers what is buffered. */
beforeAll(async () => {
  const outDir = join(folder, "out");
  const app = new App({ outdir: outDir, stackTraces: false });
  addStacks(app, environment, new Map(), { path: "", sourcesHash: "" });
  app.synth();
  const local = await startLocal({
    environment: environment.name,
    outDir,
    dataDir: join(folder, "data"),
    keep: false,
    port: 0,
    notice: () => undefined,
  });
  try {
    const fields = ["--map", "user_id=origin", "--map", "origin=origin", "--set", "event_type=FLIGHT", "--id", "row"];
    const command = [
      join(root, "bin/weir.js"),
      "produce",
      "--file",
      file,
      ...fields,
      "--endpoint",
      local.url,
      "--json",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ sent: 20_000, failed: 0 });
    while (local.deliveries().unread > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    await local.close();
  }
  expect(local.deliveries()).toMatchObject({ received: 40_000, delivered: 40_000, failed: 0, lost: 0 });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows as the command prints them. */
async function query(sql: string): Promise<string[][]> {
  const { parts } = await queryLocally(await openLake(environment, s3Dir), environment, sql);
  const rows: string[][] = [];
  for await (const part of parts) rows.push(...part.map((row) => row.map((cell) => cell?.text ?? "null")));
  return rows;
}

/** The same question to the file that the flights came from. */
async function ofFile(select: string): Promise<string[][]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const source = `read_json('${join(root, file)}')`;
  const result = await connection.runAndReadAll(select.replace("flights", source));
  return result.getRowsJson().map((row) => row.map(String));
}

const folders = (prefix: string) =>
  readdirSync(join(s3Dir, namesOf(environment).lakeBucket.name, prefix)).filter((name) => name.includes("="));

describe.each(["flights_by_day", "flights_by_origin"])("the table %s", (table) => {
  it.each([
    ["count and mean delay", "select count(*), round(avg(delay), 9), sum(distance) from flights"],
    ["busiest airport", "select origin, count(*) from flights group by 1 order by 2 desc, 1 limit 1"],
    [
      "every flight",
      "select date, origin, destination, delay, distance from flights order by date, origin, destination, delay, distance",
    ],
  ])("has the file's own %s", async (_what, select) => {
    expect(await query(select.replace("flights", table))).toEqual(await ofFile(select));
  });
});

it("has a folder for each of the 90 days, and each holds that day's flights alone", async () => {
  expect(folders("data/flights-by-day")).toHaveLength(90);
  const strays = "select count(*) from flights_by_day where replace(date[1:10], '/', '-') <> day";
  expect(await query(strays)).toEqual([["0"]]);
});

it("has a folder for each of the 220 airports", async () => {
  expect(folders("data/flights-by-origin")).toHaveLength(220);
  const airports = await ofFile("select distinct origin from flights order by 1");
  expect(await query("select distinct origin from flights_by_origin order by 1")).toEqual(airports);
});
