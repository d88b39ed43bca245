import { gzipSync } from "node:zlib";
import type { ParquetSerDe } from "@aws-sdk/client-firehose";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { HiveField } from "./hive-type";
import { parquetSchema } from "./parquet-schema";
import type { ColumnValue, Struct } from "./value-reader";

const defaultPageSizeBytes = 1024 * 1024;

/**
 * A Parquet file in the making: rows gather until they are written as a row group.
 *
 * Compression, page size and dictionaries are as the ParquetSerDe says. Its block size and padding align row groups
 * with the blocks of HDFS, and pad nothing by default; its writer version is not honoured: the data pages are of
 * format 2, which Athena, DuckDB and pyarrow read as they do format 1.
 */
export class ParquetFile {
  readonly #columns: { readonly name: string; readonly data: ColumnValue[]; readonly encoding?: "PLAIN" }[];
  readonly #pageSize: number;
  readonly #bytes = new Chunks();
  readonly #writer: ParquetWriter;

  constructor(fields: readonly HiveField[], options: ParquetSerDe) {
    // Without the option, Firehose writes values as they are; with it, a dictionary where that makes the column smaller.
    const encoding = options.EnableDictionaryCompression ? undefined : "PLAIN";
    this.#columns = fields.map(({ name }) => ({ name, data: [], encoding }));
    this.#pageSize = options.PageSizeBytes ?? defaultPageSizeBytes;
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(fields),
      codec: options.Compression ?? "SNAPPY",
      compressors: { GZIP: (page) => gzipSync(page) },
      createdBy: "weir",
    });
  }

  /** @param row a value for each column */
  add(row: Struct): void {
    for (const { name, data } of this.#columns) data.push(row[name] ?? null);
  }

  /** Writes the rows that have gathered, if there are any. */
  writeRowGroup(): void {
    const rowGroupSize = this.#columns[0]?.data.length;
    this.#writer.write({ columnData: this.#columns, rowGroupSize, pageSize: this.#pageSize });
    for (const { data } of this.#columns) data.length = 0;
  }

  /** Writes the rest. */
  finish(): readonly Uint8Array[] {
    this.writeRowGroup();
    this.#writer.finish();
    return this.#bytes.chunks;
  }
}

/** Puts each row group by, so that none is copied when the file grows. */
class Chunks extends ByteWriter {
  readonly chunks: Uint8Array[] = [];

  flush(): void {
    this.chunks.push(this.getBytes().slice());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
