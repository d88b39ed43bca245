import { DescribeStreamSummaryCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import type { MetricReader } from "../metric-reader";
import type { StreamFacts } from "../streams";

/** Reads what tells how a stream is. @throws Error of AWS, such as `ResourceNotFoundException` where it is not deployed */
export async function readStream(
  client: KinesisClient,
  reader: MetricReader,
  { key, name }: { readonly key: string; readonly name: string },
): Promise<StreamFacts> {
  const { StreamDescriptionSummary: summary } = await client.send(
    new DescribeStreamSummaryCommand({ StreamName: name }),
  );
  const series = (metric: string, statistic: "Average" | "Sum") =>
    reader.series({ namespace: "AWS/Kinesis", name: metric, dimensions: { StreamName: name }, statistic });
  const [records, bytes, writesThrottled, readsThrottled] = await Promise.all([
    series("IncomingRecords", "Sum"),
    series("IncomingBytes", "Sum"),
    series("WriteProvisionedThroughputExceeded", "Average"),
    series("ReadProvisionedThroughputExceeded", "Average"),
  ]);
  return {
    ...{ key, name, records, bytes, writesThrottled, readsThrottled },
    status: summary?.StreamStatus ?? "UNKNOWN",
    mode: summary?.StreamModeDetails?.StreamMode === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED",
    openShards: summary?.OpenShardCount ?? 1,
  };
}
