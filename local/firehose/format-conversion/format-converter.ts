import { setImmediate as turn } from "node:timers/promises";
import type { DataFormatConversionConfiguration } from "@aws-sdk/client-firehose";
import type { Clock } from "../../clock";
import type { GlueTable } from "../../glue/glue-catalog";
import type { DeliveryRecord } from "../delivery/delivery-record";
import type { FailedRecord } from "../destinations/destination";
import { ConversionError } from "./conversion-error";
import { ParquetFile } from "./parquet-file";
import { rowReader } from "./row-reader";

/** What became of a buffer of records: those converted and those failed are all of them, each in their order. */
export interface ConvertedRecords {
  /** The object's body; absent when no record could be converted. */
  readonly chunks: readonly Uint8Array[] | undefined;
  readonly converted: readonly DeliveryRecord[];
  /** To be written to the error output as `format-conversion-failed`. */
  readonly failed: readonly FailedRecord[];
}

/** Converts records of JSON into a columnar file. */
export interface FormatConverter {
  /** Never rejects for what a record holds. */
  convert(records: readonly DeliveryRecord[]): Promise<ConvertedRecords>;
}

/** There is no writer of ORC for Node: a delivery stream that wants it can't deliver here. */
export class OrcNotWrittenError extends Error {
  override readonly name = "OrcNotWrittenError";

  constructor(table: GlueTable) {
    super(
      `ORC is not written locally: the objects of table ${table.databaseName}.${table.name} are not made. ` +
        "Parquet is: choose it to see them here",
    );
  }
}

/** JSON that is read before others have their turn. */
const turnBytes = 256 * 1024;

/**
 * A row group is of 1 MiB of JSON. It is written in one go: of 4 MiB it keeps others waiting for as much longer and takes
 * twice the memory, for files that are smaller by a twentieth.
 */
const turnsPerRowGroup = 4;

/**
 * Makes a converter to Parquet by the columns of a table. Where the schema itself can't be converted, every record fails
 * with `DataFormatConversion.InvalidSchema`, as on AWS.
 * @throws OrcNotWrittenError when the conversion is to ORC
 */
export function createFormatConverter(
  conversion: DataFormatConversionConfiguration,
  table: GlueTable,
  clock: Clock,
): FormatConverter {
  const { OrcSerDe, ParquetSerDe = {} } = conversion.OutputFormatConfiguration?.Serializer ?? {};
  if (OrcSerDe) throw new OrcNotWrittenError(table);
  const rows = rowReader(table, conversion.InputFormatConfiguration?.Deserializer ?? {});

  async function convert(records: readonly DeliveryRecord[]): Promise<ConvertedRecords> {
    const converted: DeliveryRecord[] = [];
    const failed: FailedRecord[] = [];
    const file = new ParquetFile(rows.columns, ParquetSerDe);
    let readBytes = 0;
    let turns = 0;
    for (const record of records) {
      try {
        for (const row of rows.read(record.data)) file.add(row);
        converted.push(record);
      } catch (error) {
        if (!(error instanceof ConversionError)) throw error;
        const { code: errorCode, message: errorMessage } = error;
        failed.push({ record, errorCode, errorMessage, attemptsMade: 1, attemptEndingMs: clock.now() });
      }
      readBytes += record.data.length;
      if (readBytes >= turnBytes) {
        readBytes = 0;
        if (++turns % turnsPerRowGroup === 0) file.writeRowGroup();
        await turn();
      }
    }
    return { chunks: converted.length > 0 ? file.finish() : undefined, converted, failed };
  }

  return { convert };
}
