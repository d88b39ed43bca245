import type { DeliveryRecord } from "./delivery-record";
import { type ErrorOutput, errorLine } from "./error-output";

const receipt = { settle: () => undefined };
const position = { shardId: "s", partitionKey: "k", sequenceNumber: "4960", subsequenceNumber: 2, arrivalMs: 900 };
const fromStream: DeliveryRecord = {
  recordId: "r1",
  data: Buffer.from("raw\n"),
  arrivalMs: 1_000,
  takenMs: 1_000,
  position,
  receipt,
};
const directPut: DeliveryRecord = {
  recordId: "r1",
  data: Buffer.from("raw\n"),
  arrivalMs: 1_000,
  takenMs: 1_000,
  receipt,
};

function document(output: ErrorOutput, record = fromStream): unknown {
  const failed = { record, errorCode: "Code", errorMessage: "It failed.", attemptsMade: 4, attemptEndingMs: 2_000 };
  const line = errorLine(failed, output).toString();
  expect(line.indexOf("\n")).toBe(line.length - 1);
  return JSON.parse(line);
}

const common = {
  attemptsMade: 4,
  arrivalTimestamp: 1_000,
  errorCode: "Code",
  errorMessage: "It failed.",
  attemptEndingTimestamp: 2_000,
  rawData: "cmF3Cg==",
};

test("What a transform failed for names the function", () => {
  const lambdaArn = "arn:aws:lambda:ap-northeast-1:000000000000:function:f:$LATEST";
  expect(document({ type: "processing-failed", lambdaArn })).toEqual({ ...common, lambdaArn });
});

test("What could not be converted names its place in the stream and the table", () => {
  const dataCatalogTable = { catalogId: "0", databaseName: "d", tableName: "t", region: "r", versionId: "LATEST" };
  const { errorCode, errorMessage, ...attempts } = common;
  expect(document({ type: "format-conversion-failed", dataCatalogTable })).toEqual({
    ...attempts,
    lastErrorCode: errorCode,
    lastErrorMessage: errorMessage,
    sequenceNumber: "4960",
    subSequenceNumber: 2,
    dataCatalogTable,
  });
});

test("What OpenSearch refused names the document and its index", () => {
  const names = { esDocumentId: "i", esIndexName: "events-2026-02", esTypeName: "" };
  expect(document({ type: "AmazonOpenSearchService-failed", ...names })).toEqual({ ...common, ...names });
});

test("What Splunk refused names the event by its place in the stream", () => {
  expect(document({ type: "splunk-failed" })).toEqual({ ...common, EventId: "4960.2" });
});

test("What an HTTP endpoint refused names the data by its place in the stream", () => {
  expect(document({ type: "http-endpoint-failed" })).toEqual({ ...common, subsequenceNumber: 2, dataId: "4960.2" });
});

test("A record that was put directly is named by its id", () => {
  expect(document({ type: "splunk-failed" }, directPut)).toEqual({ ...common, EventId: "r1.0" });
});

test.each(["metadata-extraction-failed", "activePartitionExceeded", "decompression-failed"] as const)(
  "%s says what every error does",
  (type) => {
    expect(document({ type })).toEqual(common);
  },
);
