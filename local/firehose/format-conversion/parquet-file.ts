import { gzipSync } from "node:zlib";
import type { ParquetSerDe } from "@aws-sdk/client-firehose";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { HiveField } from "./hive-type";
import { parquetSchema } from "./parquet-schema";
import type { ColumnValue } from "./value-reader";

const defaultPageSizeBytes = 1024 * 1024;

/**
 * A Parquet file in the making: rows gather until they are written as a row group.
 *
 * Compression, page size and dictionaries are as the ParquetSerDe says. Its block size and padding align row groups
 * with the blocks of HDFS, and pad nothing by default; its writer version is not honoured: the data pages are of
 * format 2, which Athena, DuckDB and pyarrow read as they do format 1.
 */
export class ParquetFile {
  readonly #columns: ColumnValue[][];
  readonly #bytes = new Chunks();
  readonly #writer: ParquetWriter;

  constructor(
    private readonly fields: readonly HiveField[],
    private readonly options: ParquetSerDe,
  ) {
    this.#columns = fields.map(() => []);
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(fields),
      codec: options.Compression ?? "SNAPPY",
      compressors: { GZIP: (page) => gzipSync(page) },
      createdBy: "weir",
    });
  }

  /** @param row a value a column, in their order */
  add(row: readonly ColumnValue[]): void {
    this.#columns.forEach((column, index) => {
      column.push(row[index] ?? null);
    });
  }

  /** Writes the rows that have gathered, if there are any. */
  writeRowGroup(): void {
    // Without the option, Firehose writes values as they are; with it, a dictionary where that makes the column smaller.
    const encoding = this.options.EnableDictionaryCompression ? undefined : "PLAIN";
    this.#writer.write({
      columnData: this.fields.map(({ name }, index) => ({ name, data: this.#columns[index] ?? [], encoding })),
      rowGroupSize: this.#columns[0]?.length,
      pageSize: this.options.PageSizeBytes ?? defaultPageSizeBytes,
    });
    for (const column of this.#columns) column.length = 0;
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
