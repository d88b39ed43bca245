import { tableMetrics } from "./metrics";

const metrics = tableMetrics("kinesis-streaming-test-processed-data", ["event-type-index"]);

it("tell an index's throttles, which are not counted as the table's", () => {
  expect(metrics.writeThrottles.dimensions).toEqual({ TableName: "kinesis-streaming-test-processed-data" });
  expect(metrics.indexes.get("event-type-index")?.writeThrottles.dimensions).toEqual({
    TableName: "kinesis-streaming-test-processed-data",
    GlobalSecondaryIndexName: "event-type-index",
  });
});

it("tell errors by operation, as DynamoDB does", () => {
  expect(metrics.ofOperation("BatchWriteItem").systemErrors.dimensions).toEqual({
    TableName: "kinesis-streaming-test-processed-data",
    Operation: "BatchWriteItem",
  });
});
