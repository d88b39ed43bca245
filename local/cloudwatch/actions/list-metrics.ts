import { z } from "zod";
import type { Clock } from "../../clock";
import { cutPage, keyIn, tokenOf } from "../../server/page";
import { dimension, readInput } from "../input";
import type { MetricStore } from "../metrics/metric-store";
import type { MetricName } from "../metrics/series";
import { invalidValue } from "../parameter-errors";

const shape = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(dimension).default([]),
  RecentlyActive: z.enum(["PT3H"]).optional(),
  NextToken: z.string().optional(),
});

const pageSize = 500;
const recentMs = 3 * 3_600_000;

/** ListMetrics: the metrics that have values, by namespace, name and some of their dimensions. */
export function listMetrics(store: MetricStore, clock: Clock, input: unknown) {
  const { NextToken, RecentlyActive, ...filter } = readInput(shape, input);
  const after = NextToken === undefined ? undefined : keyIn(NextToken);
  if (NextToken !== undefined && after === undefined) {
    throw invalidValue(`The value ${NextToken} for parameter NextToken is invalid.`);
  }
  const sinceMs = RecentlyActive ? clock.now() - recentMs : Number.NEGATIVE_INFINITY;
  const found = store
    .list()
    .filter(({ metric, lastMs }) => lastMs >= sinceMs && passes(metric, filter))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const { items, last } = cutPage(found, ({ key }) => key, pageSize, after);
  return { Metrics: items.map(({ metric }) => output(metric)), NextToken: last && tokenOf(last) };
}

type Filter = Pick<z.infer<typeof shape>, "Namespace" | "MetricName" | "Dimensions">;

/** A dimension without a value asks for any value of it. */
function passes({ namespace, name, dimensions }: MetricName, { Namespace, MetricName, Dimensions }: Filter): boolean {
  if ((Namespace ?? namespace) !== namespace || (MetricName ?? name) !== name) return false;
  return Dimensions.every(({ Name = "", Value }) => {
    const value = Object.hasOwn(dimensions, Name) ? dimensions[Name] : undefined;
    return value !== undefined && (Value ?? value) === value;
  });
}

function output({ namespace, name, dimensions }: MetricName) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: namespace, MetricName: name, Dimensions };
}
