import type { FailedRecord } from "../destinations/destination";

/** Where in the Data Catalog the schema of a format conversion stands. */
export interface DataCatalogTable {
  readonly catalogId: string;
  readonly databaseName: string;
  readonly tableName: string;
  readonly region: string;
  readonly versionId: string;
}

/**
 * Why records are in an object of the error output, and what that object says of them beyond the error itself.
 * The types are what `!{firehose:error-output-type}` stands for.
 */
export type ErrorOutput =
  | {
      readonly type: "processing-failed";
      /** Of the transform function. */
      readonly lambdaArn: string;
    }
  | { readonly type: "format-conversion-failed"; readonly dataCatalogTable: DataCatalogTable }
  | {
      readonly type: "AmazonOpenSearchService-failed";
      /** Absent where OpenSearch was to choose it. */
      readonly esDocumentId?: string;
      readonly esIndexName: string;
      /** Empty since OpenSearch knows no types of documents. */
      readonly esTypeName: string;
    }
  | {
      readonly type:
        | "splunk-failed"
        | "http-endpoint-failed"
        | "decompression-failed"
        | "metadata-extraction-failed"
        // The only one that is not written with hyphens [AWS: Buffer data for dynamic partitioning].
        | "activePartitionExceeded";
    };

/** What `!{firehose:error-output-type}` stands for. */
export type ErrorOutputType = ErrorOutput["type"];

/**
 * A failed record as a line of an error object: JSON and a newline.
 * The fields are those of AWS's pages on data transformation, format conversion and delivery failures.
 */
export function errorLine(failed: FailedRecord, output: ErrorOutput): Buffer {
  return Buffer.from(`${JSON.stringify(errorDocument(failed, output))}\n`);
}

function errorDocument(failed: FailedRecord, output: ErrorOutput): object {
  const { record, errorCode, errorMessage, attemptsMade, attemptEndingMs: attemptEndingTimestamp } = failed;
  const sequenceNumber = record.position?.sequenceNumber ?? record.recordId;
  const subsequenceNumber = record.position?.subsequenceNumber ?? 0;
  const rawData = record.data.toString("base64");
  const attempts = { attemptsMade, arrivalTimestamp: record.arrivalMs };
  const document = { ...attempts, errorCode, errorMessage, attemptEndingTimestamp, rawData };
  switch (output.type) {
    case "processing-failed":
      return { ...document, lambdaArn: output.lambdaArn };
    case "format-conversion-failed":
      return {
        ...attempts,
        lastErrorCode: errorCode,
        lastErrorMessage: errorMessage,
        attemptEndingTimestamp,
        rawData,
        sequenceNumber,
        subSequenceNumber: subsequenceNumber,
        dataCatalogTable: output.dataCatalogTable,
      };
    case "AmazonOpenSearchService-failed": {
      const { esDocumentId, esIndexName, esTypeName } = output;
      return { ...document, esDocumentId, esIndexName, esTypeName };
    }
    case "splunk-failed":
      return { ...document, EventId: `${sequenceNumber}.${subsequenceNumber}` };
    case "http-endpoint-failed":
      return { ...document, subsequenceNumber, dataId: `${sequenceNumber}.${subsequenceNumber}` };
    default:
      return document;
  }
}
