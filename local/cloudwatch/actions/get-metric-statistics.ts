import { z } from "zod";
import type { Clock } from "../../clock";
import { StringMap } from "../../server/string-map";
import { Timestamp } from "../../server/timestamp";
import { isPeriod, periodProblem } from "../check-queries";
import { dimension, number, readInput, timestamp } from "../input";
import { emptySeries } from "../math/read-metric";
import { type TimeSeries, timeOf } from "../math/time-series";
import type { MetricStore } from "../metrics/metric-store";
import type { Series } from "../metrics/series";
import { basicStatistics, readStatistic, type Statistic } from "../metrics/statistic";
import { invalidCombination, invalidValue, missing } from "../parameter-errors";
import { reachable, readTimeRange } from "./time-range";

const shape = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(dimension).default([]),
  StartTime: timestamp.optional(),
  EndTime: timestamp.optional(),
  Period: number.optional(),
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
  Unit: z.string().optional(),
});

/** A statistic by the name that the request gave it. */
interface Asked {
  readonly name: string;
  readonly statistic: Statistic;
  readonly isExtended: boolean;
}

const maxDatapoints = 1_440;

/** GetMetricStatistics: some statistics of one metric. */
export function getMetricStatistics(store: MetricStore, clock: Clock, input: unknown) {
  const { Namespace, MetricName, Dimensions, StartTime, EndTime, Period, Unit, ...statistics } = readInput(
    shape,
    input,
  );
  if (Namespace === undefined) throw missing("Namespace");
  if (MetricName === undefined) throw missing("MetricName");
  if (Period === undefined) throw missing("Period");
  if (!isPeriod(Period)) throw invalidValue(periodProblem("Period", Period));
  const range = readTimeRange(StartTime, EndTime);
  const datapoints = Math.floor((range.endMs - range.startMs) / 1_000 / Period);
  if (datapoints > maxDatapoints) throw tooManyDatapoints(datapoints);
  const asked = askedOf(statistics.Statistics, statistics.ExtendedStatistics);
  const periods = emptySeries("", Period * 1_000, reachable(range, clock.now()));
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
  const Datapoints = store
    .seriesOf({ namespace: Namespace, name: MetricName, dimensions })
    .filter(({ unit }) => Unit === undefined || unit === Unit)
    .flatMap((series) => datapointsOf(series, asked, periods));
  return { Label: MetricName, Datapoints };
}

function tooManyDatapoints(datapoints: number) {
  return invalidCombination(
    `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${maxDatapoints}. You may reduce the ` +
      "datapoints requested by increasing Period, or decreasing the time range.",
  );
}

function askedOf(statistics: readonly string[], extended: readonly string[]): readonly Asked[] {
  if (statistics.length > 0 && extended.length > 0) {
    throw invalidCombination(
      "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    );
  }
  if (statistics.length + extended.length === 0) {
    throw invalidCombination("At least one of the parameters Statistics and ExtendedStatistics must be specified.");
  }
  const basic = statistics.map((name, index) => {
    const statistic = basicStatistics.find((candidate) => candidate === name);
    if (statistic) return { name, statistic, isExtended: false };
    const set = basicStatistics.join(", ");
    throw invalidValue(`The parameter Statistics.member.${index + 1} must be a value in the set [ ${set} ].`);
  });
  const percentiles = extended.map((name, index) => {
    const statistic = readStatistic(name);
    if (typeof statistic === "object") return { name, statistic, isExtended: true };
    throw invalidValue(
      `The value ${name} for parameter ExtendedStatistics.member.${index + 1} is not a valid statistic.`,
    );
  });
  return [...basic, ...percentiles];
}

function datapointsOf(series: Series, asked: readonly Asked[], periods: TimeSeries) {
  const range = { startMs: periods.startMs, endMs: timeOf(periods, periods.values.length) };
  const read = (statistic: Statistic) => series.read(range, periods.periodMs, statistic);
  const columns = asked.map(({ name, statistic, isExtended }) => ({ name, isExtended, values: read(statistic) }));
  const valuesAt = (index: number, isExtended: boolean) =>
    columns
      .filter((column) => column.isExtended === isExtended && !Number.isNaN(column.values[index]))
      .map(({ name, values }): [string, number | undefined] => [name, values[index]]);
  return [...read("SampleCount").entries()]
    .filter(([, count]) => !Number.isNaN(count))
    .map(([index]) => {
      const extended = valuesAt(index, true);
      return {
        Timestamp: new Timestamp(timeOf(periods, index)),
        ...Object.fromEntries(valuesAt(index, false)),
        Unit: series.unit,
        ExtendedStatistics: extended.length > 0 ? new StringMap(extended) : undefined,
      };
    });
}
