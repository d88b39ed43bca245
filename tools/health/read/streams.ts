import { DescribeStreamSummaryCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { streamMetrics } from "../../../modules/data-stream/metrics";
import type { MetricReader } from "../metric-reader";
import type { StreamFacts } from "../streams";

/** Reads what tells how a stream is. @throws Error of AWS, such as `ResourceNotFoundException` where it is not deployed */
export async function readStream(
  client: KinesisClient,
  reader: MetricReader,
  stated: Pick<StreamFacts, "key" | "name" | "isReadByJob" | "isFilledByJob" | "isOfRejects">,
): Promise<StreamFacts> {
  const { name } = stated;
  const { StreamDescriptionSummary: summary } = await client.send(
    new DescribeStreamSummaryCommand({ StreamName: name }),
  );
  const metrics = streamMetrics({ name, consumers: {}, shardLevelMetrics: [] });
  const [records, bytes, writesThrottled, readsThrottled] = await Promise.all([
    reader.series(metrics.incomingRecords),
    reader.series(metrics.incomingBytes),
    reader.series(metrics.writeThrottles),
    reader.series(metrics.readThrottles),
  ]);
  return {
    ...stated,
    ...{ records, bytes, writesThrottled, readsThrottled },
    status: summary?.StreamStatus ?? "UNKNOWN",
    mode: summary?.StreamModeDetails?.StreamMode === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED",
    openShards: summary?.OpenShardCount ?? 1,
  };
}
