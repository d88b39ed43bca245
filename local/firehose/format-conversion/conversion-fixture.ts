import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deserializer, ParquetSerDe } from "@aws-sdk/client-firehose";
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { VirtualClock } from "../../clock";
import type { GlueTable } from "../../glue/glue-catalog";
import type { DeliveryRecord } from "../delivery/delivery-record";
import { createFormatConverter } from "./format-converter";

/** When the conversions of tests take place. */
export const nowMs = Date.UTC(2026, 0, 1);

/** What differs from a conversion by OpenX's SerDe with all the defaults. */
export interface ConversionOptions {
  readonly deserializer?: Deserializer;
  readonly parquet?: ParquetSerDe;
}

/** A table of these columns, name to type. */
export function tableOf(columns: Readonly<Record<string, string>>): GlueTable {
  return {
    databaseName: "lake",
    name: "events",
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    partitionKeys: [],
    location: "s3://lake/data/events/",
  };
}

/** Records of these texts. */
export function recordsOf(texts: readonly string[]): DeliveryRecord[] {
  const receipt = { settle: () => undefined };
  return texts.map((text, index) => ({
    recordId: String(index),
    data: Buffer.from(text),
    arrivalMs: 0,
    takenMs: 0,
    receipt,
  }));
}

/** Converts records of these texts by a table of these columns. */
export function convertTexts(
  columns: Readonly<Record<string, string>>,
  texts: readonly string[],
  { deserializer = { OpenXJsonSerDe: {} }, parquet = {} }: ConversionOptions = {},
) {
  const conversion = {
    InputFormatConfiguration: { Deserializer: deserializer },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: parquet } },
  };
  return createFormatConverter(conversion, tableOf(columns), new VirtualClock(nowMs)).convert(recordsOf(texts));
}

/** The rows that records of these texts become, read back with DuckDB; fails when one can't be converted. */
export async function rowsOf(
  columns: Readonly<Record<string, string>>,
  texts: readonly string[],
  options?: ConversionOptions,
): Promise<Value[][]> {
  const { chunks = [], failed } = await convertTexts(columns, texts, options);
  if (failed[0]) throw new Error(failed[0].errorMessage);
  return readParquet(chunks);
}

/** Writes files of these chunks to a folder of their own, which is gone when `use` is done. */
export async function withFiles<T>(
  files: readonly (readonly Uint8Array[])[],
  use: (paths: readonly string[]) => Promise<T> | T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "weir-parquet-"));
  try {
    const paths = files.map((_, index) => join(folder, `${index}.parquet`));
    for (const [index, path] of paths.entries()) writeFileSync(path, Buffer.concat(files[index] ?? []));
    return await use(paths);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers a query of DuckDB, in which `file` stands for the path of a file of these chunks. */
export async function queryParquet(chunks: readonly Uint8Array[], sql: string): Promise<Value[][]> {
  return withFiles([chunks], async ([path]) => {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    try {
      const result = await connection.runAndReadAll(sql.replace("file", `'${path}'`));
      return result.getRows().map((row) => row.map(plain));
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
}

/** The rows of a Parquet file as DuckDB reads them, in their order. */
export function readParquet(chunks: readonly Uint8Array[]): Promise<Value[][]> {
  return queryParquet(chunks, "SELECT * FROM read_parquet(file)");
}

/** A value read back, without the classes of a reader: dates as days, timestamps as microseconds, decimals unscaled. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Value[]
  | Map<Value, Value>
  | { [field: string]: Value };

function plain(value: DuckDBValue): Value {
  if (value instanceof DuckDBDateValue) return value.days;
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("hex");
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBMapValue) return new Map(value.entries.map((e) => [plain(e.key), plain(e.value)]));
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, member]) => [name, plain(member)]));
  }
  if (value === null || ["string", "number", "bigint", "boolean"].includes(typeof value)) return value as Value;
  throw new Error(`no column of these tests is a ${value?.constructor.name}`);
}
