import type { Table } from "../../environments";
import { chart, line, type Section } from "../../modules/dashboard/panel";
import type { TableMetrics } from "../../modules/processed-table/metrics";
import { writeOperations } from "../write-operations";
import type { AlarmLines } from "./alarm-lines";

/** A table and its indexes. */
export function tableSection(key: string, { holds }: Table, metrics: TableMetrics, alarms: AlarmLines): Section {
  const { latency, systemErrors } = metrics.ofOperation(writeOperations[holds.kind]);
  const parts = [{ name: key, of: metrics }, ...[...metrics.indexes].map(([name, of]) => ({ name, of }))];
  const throttles = parts.map(({ name, of }) =>
    chart(
      `${name}: throttles a minute`,
      [of.writeThrottles, of.readThrottles],
      alarms.thresholds(name === key ? key : `${key}-${name}`, "table-writes-throttled", "table-reads-throttled"),
    ),
  );
  return {
    heading: `→ table ${key}`,
    guide: "Throttles with capacity left are a hot partition. An index that throttles slows down its table.",
    panels: [
      {
        kind: "chart",
        title: "Units consumed a minute",
        lines: parts.flatMap(({ name, of }) => [
          line(of.consumedWrites, `${name}: writes`),
          line(of.consumedReads, `${name}: reads`),
        ]),
      },
      ...throttles,
      chart("Time that a write takes (ms)", [latency]),
      chart("Errors of DynamoDB's own", [systemErrors]),
    ],
  };
}
