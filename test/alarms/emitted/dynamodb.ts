import { namesOf } from "../../../names";
import { type EmittedMetric, seriesOfFamily } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";

const namespace = "AWS/DynamoDB";
const source = "DynamoDB metrics and dimensions";

const sums = ["Sum", "SampleCount"] as const;
const count = (name: string): EmittedMetric<unknown> => ({ name, unit: "Count", statistics: sums });
const capacity = (name: string): EmittedMetric<unknown> => ({
  name,
  unit: "Count",
  statistics: [...sums, "Average", "Maximum", "Minimum"],
});

/** What a table emits, and each index of it for itself: neither has the other's. */
const throughput = [
  count("ReadThrottleEvents"),
  count("WriteThrottleEvents"),
  capacity("ConsumedReadCapacityUnits"),
  capacity("ConsumedWriteCapacityUnits"),
];

/** By table. */
export const tableSeries = seriesOfFamily({
  namespace,
  source,
  emitters: (resources) =>
    ofType(resources, "aws_dynamodb_table").map((table) => ({
      dimensions: { TableName: attribute.text(table, "name") },
    })),
  metrics: throughput,
});

/** By index. */
export const indexSeries = seriesOfFamily({
  namespace,
  source,
  emitters: (resources) =>
    ofType(resources, "aws_dynamodb_table").flatMap((table) =>
      attribute.blocks(table, "global_secondary_index").map((index) => ({
        dimensions: { TableName: attribute.text(table, "name"), GlobalSecondaryIndexName: String(index["name"]) },
      })),
    ),
  metrics: throughput,
});

/** By table and operation: only that is called which the writer of such a table calls. */
export const operationSeries = seriesOfFamily({
  namespace,
  source,
  emitters: (_resources, environment) =>
    Object.entries(environment.tables).map(([key, { holds }]) => ({
      dimensions: {
        TableName: namesOf(environment).table(key).name,
        Operation: holds.kind === "events" ? "BatchWriteItem" : "PutItem",
      },
    })),
  metrics: [
    count("SystemErrors"),
    count("ThrottledRequests"),
    {
      name: "SuccessfulRequestLatency",
      unit: "Milliseconds",
      statistics: ["Average", "Maximum", "Minimum", "SampleCount", "percentile"],
    },
  ],
});
