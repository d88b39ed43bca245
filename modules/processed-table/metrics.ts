import { metricsOf } from "../metric/metric";

/** The metrics that a table and its index have of their own each. */
export type CapacityMetrics = ReturnType<typeof capacityMetrics>;

/** The metrics to watch an operation on a table by. */
export type OperationMetrics = ReturnType<typeof operationMetrics>;

/** The metrics to watch a table by. */
export interface TableMetrics extends CapacityMetrics {
  /** By the index's name. */
  readonly indexes: ReadonlyMap<string, CapacityMetrics>;
  /** @param operation such as `BatchWriteItem` */
  readonly ofOperation: (operation: string) => OperationMetrics;
}

/** @param name the table's. @param indexes the names of its indexes. */
export function tableMetrics(name: string, indexes: readonly string[]): TableMetrics {
  return {
    ...capacityMetrics({ TableName: name }),
    indexes: new Map(
      indexes.map((index) => [index, capacityMetrics({ TableName: name, GlobalSecondaryIndexName: index })]),
    ),
    ofOperation: (operation) => operationMetrics(name, operation),
  };
}

/** An index has its own: what is throttled there is not counted as the table's. */
function capacityMetrics(dimensions: Readonly<Record<string, string>>) {
  const metric = metricsOf("AWS/DynamoDB", dimensions);
  return {
    readThrottles: metric("ReadThrottleEvents", "Sum", "Count", "Reads throttled"),
    writeThrottles: metric("WriteThrottleEvents", "Sum", "Count", "Writes throttled"),
    consumedReads: metric("ConsumedReadCapacityUnits", "Sum", "Count", "Read units consumed"),
    consumedWrites: metric("ConsumedWriteCapacityUnits", "Sum", "Count", "Write units consumed"),
  };
}

/** DynamoDB emits these by table and operation, and never by table alone. */
function operationMetrics(name: string, operation: string) {
  const metric = metricsOf("AWS/DynamoDB", { TableName: name, Operation: operation });
  return {
    systemErrors: metric("SystemErrors", "Sum", "Count", `Calls of ${operation} that DynamoDB failed`),
    latency: metric("SuccessfulRequestLatency", "Average", "Milliseconds", `Time that a ${operation} takes`),
  };
}
