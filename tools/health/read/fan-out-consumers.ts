import { type Environment, isReadThrough } from "../../../environments";
import { streamMetrics } from "../../../modules/data-stream/metrics";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { MetricReader } from "../metric-reader";
import { readSource } from "./source";

/** A stream of the environment. */
interface StreamOf {
  readonly environment: Environment;
  readonly names: Names;
  /** In the environment. */
  readonly key: string;
}

/** Reads how far those are who read a stream through a consumer of their own; a processor's tells its function. */
export function readFanOutConsumers(reader: MetricReader, of: StreamOf): Promise<ConsumerFacts[]> {
  const { environment, names, key } = of;
  const { consumers = [] } = environment.streams[key] ?? {};
  const others = consumers.filter((consumer) => !isReadThrough(environment, key, consumer));
  const named = Object.fromEntries(others.map((consumer) => [consumer, names.consumerName(consumer)]));
  const metrics = streamMetrics({ name: names.stream(key).name, consumers: named, shardLevelMetrics: [] });
  return Promise.all(
    [...metrics.consumers].map(async ([consumer, { millisBehindLatest, records }]) => {
      const [ageMs, read, source] = await Promise.all([
        reader.series(millisBehindLatest),
        reader.series(records),
        readSource(reader, environment, names, key),
      ]);
      return {
        ...{ subject: `consumer ${consumer}`, ...source, ageMs, toldWithinMinutes: 1 },
        // They may subscribe when they like: who has not read at all in this time is not known to be stopped.
        read: read.values.length > 0 ? read : undefined,
        command: `aws kinesis describe-stream-consumer --stream-arn ${names.stream(key).arn} --consumer-name ${names.consumerName(consumer)}`,
      };
    }),
  );
}
