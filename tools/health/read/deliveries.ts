import { type Delivery, type Environment, gatheredSeconds } from "../../../environments";
import { metricGroups } from "../../../modules/delivery-stream/metric-groups";
import { deliveryMetrics } from "../../../modules/delivery-stream/metrics";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { DeliveryFacts } from "../deliveries";
import type { MetricReader } from "../metric-reader";
import { readSource } from "./source";

/** A delivery of the environment. */
export interface DeliveryOf {
  readonly environment: Environment;
  readonly names: Names;
  readonly key: string;
  readonly delivery: Delivery;
}

/** Firehose tells each five minutes what it did in each of them ("Monitor Amazon Data Firehose using CloudWatch metrics"). */
const toldWithinMinutes = 5;

/** Reads how a delivery delivers. */
export async function readDelivery(reader: MetricReader, of: DeliveryOf): Promise<DeliveryFacts> {
  const { names, key, delivery } = of;
  const metrics = metricsOf(of);
  const [freshnessSeconds, received, delivered] = await Promise.all([
    reader.series(metrics.dataFreshness),
    reader.series(metrics.source.records),
    reader.series(metrics.deliveredRecords),
  ]);
  return {
    ...{
      subject: `delivery ${key}`,
      logGroup: names.deliveryLogGroup(key).name,
      freshnessSeconds,
      received,
      delivered,
    },
    ...{ gatheredSeconds: gatheredSeconds(delivery), toldWithinMinutes, untilMs: reader.window.endMs },
  };
}

/** Reads how a delivery keeps up with the stream that it reads; undefined for Direct PUT. */
export async function readDeliverySource(reader: MetricReader, of: DeliveryOf): Promise<ConsumerFacts | undefined> {
  const { environment, names, key, delivery } = of;
  const metrics = metricsOf(of).source;
  if (delivery.source.kind !== "stream" || metrics.kind !== "stream") return undefined;
  const [ageMs, read, source] = await Promise.all([
    reader.series(metrics.millisBehindLatest),
    reader.series(metrics.records),
    readSource(reader, environment, names, delivery.source.stream),
  ]);
  return {
    ...{ subject: `delivery ${key}`, ...source, ageMs, read, toldWithinMinutes },
    command: `aws firehose describe-delivery-stream --delivery-stream-name ${names.deliveryStream(key).name}`,
  };
}

function metricsOf({ names, key, delivery: { source, destination } }: DeliveryOf) {
  return deliveryMetrics(names.deliveryStream(key).name, source, { metricGroups: metricGroups[destination.kind] });
}
