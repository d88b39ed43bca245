import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type LocalPlatform, startPlatform } from "../../test/local-platform";
import { type Synthesized, synthesize } from "../../test/synthesize";

interface Flight {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

const root = join(__dirname, "../..");
const file = join(root, "node_modules/vega-datasets/data/flights-20k.json");
const folder = mkdtempSync(join(tmpdir(), "weir-flights-"));
let synthesized: Synthesized;
let platform: LocalPlatform;
beforeAll(async () => {
  synthesized = synthesize();
  platform = await startPlatform({ environment: "dev", outDir: synthesized.outDir });
}, 60_000);
afterAll(async () => {
  await platform.stop();
  synthesized.remove();
  rmSync(folder, { recursive: true });
});

/** The command of this folder's README, as its reader would run it. */
async function commandOfReadme(): Promise<string> {
  const readme = await readFile(join(__dirname, "README.md"), "utf8");
  return (/^npx weir produce .*?[^\\]$/ms.exec(readme)?.[0] ?? "").replaceAll("\\\n", " ");
}

function run(command: string): Promise<string> {
  const script = command.replace("npx weir", `"${process.execPath}" "${join(root, "bin/weir.js")}"`);
  const env = { ...process.env, AWS_ENDPOINT_URL: platform.local.url, NODE_NO_WARNINGS: "1" };
  return new Promise((resolve, reject) => {
    const failed = `"${join(folder, "failed.ndjson")}"`;
    execFile("sh", ["-c", `${script} --json --failed ${failed}`], { cwd: root, env }, (error, out) => {
      if (error) reject(error);
      else resolve(out);
    });
  });
}

/** What the table must hold for a flight. Chicago was at UTC-6 from January to March 2001. */
function itemOf({ date, delay, distance, origin, destination }: Flight, row: number): Record<string, AttributeValue> {
  const timestamp = new Date(`${date.replaceAll("/", "-").replace(" ", "T")}:00-06:00`).toISOString();
  return {
    user_id: { S: origin },
    timestamp_event_id: { S: `${timestamp}#${row}` },
    timestamp: { S: timestamp },
    event_id: { S: String(row) },
    event_type: { S: "FLIGHT" },
    delay: { N: String(delay) },
    distance: { N: String(distance) },
    destination: { S: destination },
  };
}

test("each of the 20,000 flights is in the table once, also those of one airport and minute", async () => {
  const flights = JSON.parse(await readFile(file, "utf8")) as Flight[];
  expect(flights).toHaveLength(20_000);
  const minutes = new Set(flights.map(({ origin, date }) => `${origin} ${date}`));
  expect(flights.length - minutes.size).toBe(76);

  const summary: unknown = JSON.parse((await run(await commandOfReadme())).trimEnd().split("\n").at(-1) ?? "");
  expect(summary).toMatchObject({ sent: 20_000, failed: 0, rejected: 0 });
  await platform.drained();

  const items = await platform.items("kinesis-streaming-dev-processed-data");
  const byRow = new Map(items.map((item) => [Number(item["event_id"]?.S), item]));
  expect(items).toHaveLength(20_000);
  expect(byRow.size).toBe(20_000);
  for (const [index, flight] of flights.entries())
    expect(byRow.get(index + 1)).toMatchObject(itemOf(flight, index + 1));
}, 120_000);
