import type { Table } from "../../../environments";
import { type CapacityMetrics, tableMetrics } from "../../../modules/processed-table/metrics";
import { type Schema, schemas } from "../../../modules/processed-table/schemas";
import type { MetricReader } from "../metric-reader";
import type { TableFacts, ThrottleFacts } from "../tables";

/** Reads what tells how a table is, and how its index is: what is throttled there is not counted as the table's. */
export async function readTable(
  reader: MetricReader,
  { key, name, table }: { readonly key: string; readonly name: string; readonly table: Table },
): Promise<TableFacts> {
  const { index }: Schema = schemas[table.holds.kind];
  const metrics = tableMetrics(name, index ? [index.name] : []);
  const throttles = async (subject: string, of: CapacityMetrics): Promise<ThrottleFacts> => {
    const [writeThrottles, readThrottles] = await Promise.all([
      reader.series(of.writeThrottles),
      reader.series(of.readThrottles),
    ]);
    return { subject, name, writeThrottles, readThrottles };
  };
  const [ofTable, writtenUnits, ...indexes] = await Promise.all([
    throttles(`table ${key}`, metrics),
    reader.series(metrics.consumedWrites),
    ...[...metrics.indexes].map(([each, of]) => throttles(`index ${key}/${each}`, of)),
  ]);
  return { ...ofTable, writtenUnits, indexes };
}
