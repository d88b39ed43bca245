import type { MetricStore } from "../metrics/metric-store";
import type { MetricName } from "../metrics/series";
import { ExpressionError } from "./expression-error";

/** A metric that a search found. */
export interface Found {
  readonly metric: MetricName;
  /** What tells it from the others that were found. */
  readonly label: string;
}

const searchPattern = /^\s*\{([^{}]+)\}((?:\s+[\w.]+="[^"]*")*)\s*$/;

/**
 * Finds metrics, by label.
 * @param search `{Namespace,Dimension,…} MetricName="…" Dimension="…"`: those that have these dimensions and no others
 * @throws ExpressionError for a search of another form, of which CloudWatch knows several
 */
export function findMetrics(store: MetricStore, search: string): Found[] {
  const [, schema, termList = ""] = searchPattern.exec(search) ?? [];
  if (schema === undefined) {
    throw new ExpressionError(
      `The search "${search}" is not one that the local AWS knows, which are of the form: {Namespace,Dimension} MetricName="name" Dimension="value"`,
    );
  }
  const [namespace, ...dimensions] = schema.split(",").map((part) => part.trim().replaceAll('"', ""));
  const { MetricName: name, ...fixed } = Object.fromEntries(
    [...termList.matchAll(/([\w.]+)="([^"]*)"/g)].map(([, term = "", value]) => [term, value]),
  );
  const isFound = ({ metric }: { readonly metric: MetricName }) =>
    metric.namespace === namespace &&
    (name ?? metric.name) === metric.name &&
    Object.keys(metric.dimensions).sort().join() === [...dimensions].sort().join() &&
    Object.entries(fixed).every(([dimension, value]) => metric.dimensions[dimension] === value);
  const labelOf = (metric: MetricName) => {
    const telling = Object.entries(metric.dimensions).filter(([dimension]) => !Object.hasOwn(fixed, dimension));
    return telling.map(([, value]) => value).join(" ") || metric.name;
  };
  return store
    .list()
    .filter(isFound)
    .map(({ metric }) => ({ metric, label: labelOf(metric) }))
    .sort((one, other) => (one.label < other.label ? -1 : 1));
}
