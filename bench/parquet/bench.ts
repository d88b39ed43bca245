import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { realClock } from "../../local/clock";
import type { DeliveryRecord } from "../../local/firehose/delivery/delivery-record";
import { createFormatConverter } from "../../local/firehose/format-conversion/format-converter";
import { duckdbType } from "../../tools/query/duckdb-type";
import { quoteText } from "../../tools/query/quote";
import { median } from "../median";
import { columns, makeEvents } from "./events";

const rounds = 5;
const events = 200_000;
const bar = 50_000;

interface Files {
  readonly json: string;
  readonly weir: string;
  readonly duckdb: string;
  readonly pyarrow: string;
}

/**
 * Measures JSON → Parquet beside DuckDB and pyarrow, in turns and each on one thread, and checks that all three wrote the
 * same values: by DuckDB against DuckDB's file and by pyarrow against pyarrow's.
 */
export async function run(): Promise<void> {
  if (spawnSync("python3", ["-c", "import pyarrow"]).status !== 0) {
    throw new Error("parquet is measured beside pyarrow, and checked by it: python3 needs `pip install pyarrow`");
  }
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-parquet-"));
  const duckdb = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await duckdb.connect();
  try {
    const path = (name: string) => join(folder, name);
    const files = {
      json: path("events.json"),
      weir: path("weir.parquet"),
      duckdb: path("duckdb.parquet"),
      pyarrow: path("pyarrow.parquet"),
    };
    await compete(files, connection);
  } finally {
    connection.closeSync();
    duckdb.closeSync();
    rmSync(folder, { recursive: true });
  }
}

async function compete(files: Files, connection: DuckDBConnection): Promise<void> {
  const lines = makeEvents(events);
  await writeFile(files.json, lines);
  const receipt = { settle: () => undefined };
  const records = lines.map((data, index) => ({ recordId: String(index), data, arrivalMs: 0, takenMs: 0, receipt }));

  // Not counted: the first conversion pays for the compiling of its code.
  await convert(records, files.weir);
  const seconds: { weir: number; duckdb: number; pyarrow: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    seconds.push({
      weir: await secondsOf(() => convert(records, files.weir)),
      duckdb: await secondsOf(() => copy(connection, files)),
      pyarrow: Number(runPyarrow("convert", files.json, files.pyarrow)),
    });
  }
  await assertEqual(connection, files);
  const rate = (who: "weir" | "duckdb" | "pyarrow") => events / median(seconds.map((round) => round[who]));
  console.table({
    "weir (records/s)": { measured: rate("weir").toFixed(0), bar: `≥ ${bar}` },
    "DuckDB's COPY, one thread (records/s)": { measured: rate("duckdb").toFixed(0) },
    "pyarrow, one thread (records/s)": { measured: rate("pyarrow").toFixed(0) },
  });
}

/** From records in memory to a file, as a delivery stream does. */
async function convert(records: readonly DeliveryRecord[], path: string): Promise<void> {
  const conversion = {
    InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
  };
  const table = {
    databaseName: "lake",
    name: "events",
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    partitionKeys: [],
    location: "s3://lake/data/events/",
  };
  const { chunks = [], failed } = await createFormatConverter(conversion, table, realClock).convert(records);
  if (failed[0]) throw new Error(`an event could not be converted: ${failed[0].errorMessage}`);
  await writeFile(path, chunks);
}

async function copy(connection: DuckDBConnection, { json, duckdb }: Files): Promise<void> {
  const types = Object.entries(columns).map(([name, type]) => `${name}: ${quoteText(duckdbType(type))}`);
  const read = `read_json('${json}', format = 'newline_delimited', columns = {${types.join(", ")}})`;
  await connection.run(`COPY (FROM ${read}) TO '${duckdb}' (FORMAT parquet, COMPRESSION snappy)`);
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function runPyarrow(...args: string[]): string {
  return execFileSync("python3", [join(__dirname, "with-pyarrow.py"), ...args], { encoding: "utf8" });
}

async function assertEqual(connection: DuckDBConnection, files: Files): Promise<void> {
  const [ours, theirs] = [`(FROM '${files.weir}')`, `(FROM '${files.duckdb}')`];
  const counts = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM ${ours}), (SELECT count(*) FROM (FROM ${ours} EXCEPT ALL FROM ${theirs}))`,
  );
  const [rows, different] = counts.getRows()[0] ?? [];
  if (rows !== BigInt(events) || different !== 0n) {
    throw new Error(`of ${events} events the file has ${rows}, of which ${different} differ from DuckDB's`);
  }
  runPyarrow("compare", files.weir, files.pyarrow);
}
