import type { MetricDatum } from "./metric-datum";
import type { MetricStore } from "./metrics/metric-store";
import { type Observation, observed } from "./metrics/observation";

/** Puts a data point that was checked into the store, at the time it names, or at `nowMs`. */
export function putDatum(store: MetricStore, namespace: string, datum: MetricDatum, nowMs: number): void {
  const { MetricName = "", Dimensions = [], Timestamp, Unit = "None", StorageResolution } = datum;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
  const write = store.writer({ namespace, name: MetricName, dimensions }, Unit);
  const atMs = Timestamp?.getTime() ?? nowMs;
  for (const observation of observationsOf(datum)) write(atMs, observation, StorageResolution === 1);
}

function observationsOf({ Value, Values = [], Counts, StatisticValues }: MetricDatum): Observation[] {
  if (Value !== undefined) return [observed(Value)];
  if (!StatisticValues) return Values.map((value, index) => observed(value, Counts?.[index]));
  const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
  return [{ count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum }];
}
