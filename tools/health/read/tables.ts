import type { MetricReader } from "../metric-reader";
import type { TableFacts } from "../tables";

/** Reads what tells how a table is. */
export async function readTable(
  reader: MetricReader,
  { key, name }: { readonly key: string; readonly name: string },
): Promise<TableFacts> {
  const series = (metric: string) =>
    reader.series({ namespace: "AWS/DynamoDB", name: metric, dimensions: { TableName: name }, statistic: "Sum" });
  const [writeThrottles, readThrottles, writtenUnits] = await Promise.all([
    series("WriteThrottleEvents"),
    series("ReadThrottleEvents"),
    series("ConsumedWriteCapacityUnits"),
  ]);
  return { subject: `table ${key}`, name, writeThrottles, readThrottles, writtenUnits };
}
