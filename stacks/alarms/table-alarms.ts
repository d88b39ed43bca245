import type { Table } from "../../environments";
import type { CapacityMetrics, TableMetrics } from "../../modules/processed-table/metrics";
import { writeOperations } from "../write-operations";
import { type Alarm, alarm } from "./alarm";

/** The alarms of a table and of its indexes. DynamoDB tells of throttles and errors only where there are some. */
export function tableAlarms(key: string, { holds }: Table, metrics: TableMetrics): Alarm[] {
  const { systemErrors } = metrics.ofOperation(writeOperations[holds.kind]);
  return [
    ...throttleAlarms(key, metrics),
    ...[...metrics.indexes].flatMap(([index, ofIndex]) => throttleAlarms(`${key}-${index}`, ofIndex)),
    alarm(key, "table-system-errors", { metric: systemErrors }, { threshold: 0, datapoints: [15, 15] }),
  ];
}

function throttleAlarms(subject: string, { readThrottles, writeThrottles }: CapacityMetrics): Alarm[] {
  const condition = { threshold: 10, datapoints: [5, 5] } as const;
  return [
    alarm(subject, "table-reads-throttled", { metric: readThrottles }, condition),
    alarm(subject, "table-writes-throttled", { metric: writeThrottles }, condition),
  ];
}
