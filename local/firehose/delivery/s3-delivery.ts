import type { DataFormatConversionConfiguration } from "@aws-sdk/client-firehose";
import { AwsError } from "../../aws-error";
import type { Clock } from "../../clock";
import type { GlueCatalog } from "../../glue/glue-catalog";
import { conversionMetrics, type DeliveryMetric } from "../delivery-metrics";
import type { DeliveryError } from "../destinations/delivery-retries";
import { createFormatConverter, OrcNotWrittenError } from "../format-conversion/format-converter";
import { metadataExtractionFailed } from "../processing/partitioner";
import { type DeliveryRecord, dataBytes } from "./delivery-record";
import type { DeliveryStatistics } from "./delivery-statistics";
import type { DataCatalogTable, ErrorOutput } from "./error-output";
import { oldestArrivalMs } from "./oldest-arrival";
import { PrefixEvaluationError } from "./prefix";
import type { Exits, ProcessedRecord } from "./processed-record";
import type { S3Place, S3Writer } from "./s3-writer";

/** What delivery to S3 works with. */
export interface S3DeliveryDependencies {
  readonly clock: Clock;
  readonly writer: S3Writer;
  readonly glue: GlueCatalog;
  readonly statistics: DeliveryStatistics;
  readonly exits: Exits;
  readonly metric: DeliveryMetric;
}

/** Makes an object of each buffer: the records one after the other, or in a columnar format. */
export class S3Delivery {
  readonly #place: S3Place;
  readonly #dependencies: S3DeliveryDependencies;
  readonly #conversionMetrics: ReturnType<typeof conversionMetrics> | undefined;

  constructor(place: S3Place, dependencies: S3DeliveryDependencies) {
    this.#place = place;
    this.#dependencies = dependencies;
    if (place.DataFormatConversionConfiguration?.Enabled) {
      this.#conversionMetrics = conversionMetrics(dependencies.metric);
    }
  }

  /** Delivers records of one partition. */
  async deliver(records: readonly ProcessedRecord[]): Promise<void> {
    const { DataFormatConversionConfiguration: conversion } = this.#place;
    if (conversion?.Enabled) return this.#deliverConverted(records, conversion);
    await this.#write(
      records,
      records.map(({ data }) => data),
    );
  }

  async #write(records: readonly ProcessedRecord[], chunks: readonly Uint8Array[]): Promise<void> {
    const { writer, statistics } = this.#dependencies;
    try {
      const result = await writer.write({
        chunks,
        records: records.length,
        arrivalMs: oldestArrivalMs(records),
        partitionKeys: records[0]?.partitionKeys,
      });
      if (result !== "stopped") statistics.settle(result === "written" ? "delivered" : "lost", records);
    } catch (error) {
      if (!(error instanceof PrefixEvaluationError)) throw error;
      // The keys of the partition make a prefix that is too long for S3.
      const { message: errorMessage } = error;
      this.#failAll(
        records,
        { errorCode: metadataExtractionFailed, errorMessage },
        { type: "metadata-extraction-failed" },
      );
    }
  }

  async #deliverConverted(records: readonly ProcessedRecord[], conversion: DataFormatConversionConfiguration) {
    const { exits } = this.#dependencies;
    const output = { type: "format-conversion-failed", dataCatalogTable: dataCatalogTable(conversion) } as const;
    const converter = this.#converter(conversion, output.dataCatalogTable);
    if (typeof converter === "string") {
      this.#failAll(records, { errorCode: "DataFormatConversion.InvalidSchema", errorMessage: converter }, output);
      return;
    }
    const { chunks, converted, failed } = await converter.convert(records);
    this.#countConverted(
      converted,
      failed.map(({ record }) => record),
    );
    for (const each of failed) exits.fail(each, output);
    if (chunks) await this.#write(converted, chunks);
  }

  #countConverted(succeeded: readonly DeliveryRecord[], failed: readonly DeliveryRecord[]): void {
    const metrics = this.#conversionMetrics;
    metrics?.succeeded.records.record(succeeded.length);
    metrics?.succeeded.bytes.record(dataBytes(succeeded));
    metrics?.failed.records.record(failed.length);
    metrics?.failed.bytes.record(dataBytes(failed));
  }

  /** The converter by what the table says now, or why there is none. */
  #converter(conversion: DataFormatConversionConfiguration, { databaseName, tableName }: DataCatalogTable) {
    const { glue, clock } = this.#dependencies;
    try {
      return createFormatConverter(conversion, glue.table(databaseName, tableName), clock);
    } catch (error) {
      if (error instanceof AwsError || error instanceof OrcNotWrittenError) return error.message;
      throw error;
    }
  }

  #failAll(records: readonly ProcessedRecord[], error: DeliveryError, output: ErrorOutput): void {
    const { clock, exits } = this.#dependencies;
    const attempt = { attemptsMade: 1, attemptEndingMs: clock.now() };
    for (const record of records) exits.fail({ record, ...error, ...attempt }, output);
  }
}

function dataCatalogTable({ SchemaConfiguration = {} }: DataFormatConversionConfiguration): DataCatalogTable {
  const { CatalogId = "", DatabaseName = "", TableName = "", Region = "", VersionId = "LATEST" } = SchemaConfiguration;
  return {
    catalogId: CatalogId,
    databaseName: DatabaseName,
    tableName: TableName,
    region: Region,
    versionId: VersionId,
  };
}
