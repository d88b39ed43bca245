import { z } from "zod";
import { AwsError } from "../../aws-error";
import type { Clock } from "../../clock";
import { keyIn, tokenOf } from "../../server/page";
import { Timestamp } from "../../server/timestamp";
import { checkQueries } from "../check-queries";
import { number, readInput, timestamp } from "../input";
import { type DataResult, evaluateQueries } from "../math/evaluate-queries";
import { metricDataQuery } from "../math/metric-data-query";
import type { MetricStore } from "../metrics/metric-store";
import { missing } from "../parameter-errors";
import { reachable, readTimeRange } from "./time-range";

const shape = z.object({
  MetricDataQueries: z.array(metricDataQuery).optional(),
  StartTime: timestamp.optional(),
  EndTime: timestamp.optional(),
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxDatapoints: number.pipe(z.int().min(1)).default(100_800),
  NextToken: z.string().optional(),
});

/** The last point of a page: newer ones may have come before it by the next. */
interface Position {
  /** The index of its result. */
  readonly result: number;
  readonly timeMs: number;
}

/** GetMetricData: a statistic of each of many metrics, and expressions over them. */
export function getMetricData(store: MetricStore, clock: Clock, input: unknown) {
  const { MetricDataQueries: queries, StartTime, EndTime, ScanBy, MaxDatapoints, NextToken } = readInput(shape, input);
  if (!queries) throw missing("MetricDataQueries");
  checkQueries(queries);
  const last = NextToken === undefined ? undefined : positionIn(NextToken);
  const range = reachable(readTimeRange(StartTime, EndTime), clock.now());
  const results = evaluateQueries(store, queries, range);
  const ordered = ScanBy === "TimestampAscending" ? results : results.map(newestFirst);
  return { ...page(ordered, last, MaxDatapoints), Messages: [] };
}

function newestFirst(result: DataResult): DataResult {
  return { ...result, timesMs: [...result.timesMs].reverse(), values: [...result.values].reverse() };
}

function page(results: readonly DataResult[], last: Position | undefined, maxPoints: number) {
  let left = maxPoints;
  let reached = last;
  let isPartial = false;
  const MetricDataResults = results.map((result, index) => {
    const begin = firstPoint(result, index, last);
    const points = Math.min(result.values.length - begin, left);
    left -= points;
    const isComplete = begin + points === result.values.length;
    const timeMs = result.timesMs[begin + points - 1];
    if (points > 0 && timeMs !== undefined) reached = { result: index, timeMs };
    if (!isComplete) isPartial = true;
    return output(result, begin, begin + points, isComplete);
  });
  const NextToken = isPartial && reached ? tokenOf(`${reached.result},${reached.timeMs}`) : undefined;
  return { MetricDataResults, NextToken };
}

/** The index of the first point that the pages before did not bring. */
function firstPoint({ timesMs }: DataResult, index: number, last: Position | undefined): number {
  if (!last || index > last.result) return 0;
  return index < last.result ? timesMs.length : timesMs.indexOf(last.timeMs) + 1;
}

function output({ id, label, timesMs, values, units }: DataResult, begin: number, end: number, isComplete: boolean) {
  const Messages =
    units.length > 1
      ? [{ Code: "MultipleUnits", Value: `Multiple units returned: '[${units.join(", ")}]'` }]
      : undefined;
  return {
    Id: id,
    Label: label,
    Timestamps: timesMs.slice(begin, end).map((ms) => new Timestamp(ms)),
    Values: values.slice(begin, end),
    StatusCode: isComplete ? "Complete" : "PartialData",
    Messages,
  };
}

function positionIn(token: string): Position {
  const [, result, timeMs] = /^(\d+),(\d+)$/.exec(keyIn(token) ?? "") ?? [];
  if (result === undefined) throw new AwsError("InvalidNextToken", "The specified next token is invalid.");
  return { result: Number(result), timeMs: Number(timeMs) };
}
