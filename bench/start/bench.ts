import { spawn } from "node:child_process";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { median } from "../median";

const barSeconds = 6;
const port = 4599;
const dynamodb = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  maxAttempts: 1,
});

/** Times `npm start` from the command to the first event that a reader finds in the table. */
export async function run(): Promise<void> {
  const seconds: number[] = [];
  for (let round = 0; round < 5; round++) seconds.push(await timeToFirstItem());
  console.table({
    "npm start to the first event in the table (s, median of 5)": {
      measured: median(seconds).toFixed(2),
      bar: `≤ ${barSeconds}`,
    },
  });
}

async function timeToFirstItem(): Promise<number> {
  const started = performance.now();
  const child = spawn("npm", ["start", "--", "--port", String(port)], {
    cwd: join(__dirname, "../.."),
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    while (!(await hasItem())) {
      if (performance.now() - started > 60_000) throw new Error("no event was in the table after 60 s");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return (performance.now() - started) / 1000;
  } finally {
    // npm does not pass the signal on to its script: the whole group gets it.
    if (child.pid) process.kill(-child.pid, "SIGINT");
    await ended;
  }
}

async function hasItem(): Promise<boolean> {
  try {
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.endsWith("-processed-data"));
    if (!TableName) return false;
    return ((await dynamodb.send(new ScanCommand({ TableName, Limit: 1, Select: "COUNT" }))).Count ?? 0) > 0;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") return false;
    throw error;
  }
}
