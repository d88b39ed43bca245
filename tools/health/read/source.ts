import type { Environment } from "../../../environments";
import { streamMetrics } from "../../../modules/data-stream/metrics";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { MetricReader } from "../metric-reader";

/** Reads what every reader of a stream is measured against. @param key the stream's */
export async function readSource(
  reader: MetricReader,
  { alarms, streams }: Environment,
  names: Names,
  key: string,
): Promise<Pick<ConsumerFacts, "stream" | "written" | "freshnessMs" | "retentionMs" | "untilMs">> {
  const stream = streams[key];
  if (!stream) throw new Error(`the environment has no stream ${key}`);
  const { incomingRecords } = streamMetrics({ ...stream, name: names.stream(key).name, consumers: {} });
  return {
    stream: key,
    written: await reader.series(incomingRecords),
    freshnessMs: alarms.freshnessObjectiveSeconds * 1_000,
    retentionMs: stream.retentionHours * 3_600_000,
    untilMs: reader.window.endMs,
  };
}
