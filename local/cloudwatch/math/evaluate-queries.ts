import { AwsError } from "../../aws-error";
import type { MetricStore } from "../metrics/metric-store";
import type { TimeRange } from "../metrics/periods";
import { evaluateExpression } from "./evaluate-expression";
import type { Expression } from "./expression";
import { ExpressionError } from "./expression-error";
import { defaultLabels } from "./labels";
import type { MetricDataQuery } from "./metric-data-query";
import { parseExpression } from "./parse-expression";
import { emptySeries, readMetric } from "./read-metric";
import { findMetrics } from "./search";
import { type TimeSeries, timeOf } from "./time-series";
import type { Value } from "./value";

/** What became of a query; an array of time series gives one for each. */
export interface DataResult {
  /** The query's. */
  readonly id: string;
  readonly label: string;
  /** When the periods that have a value begin, the oldest first; milliseconds since the epoch. */
  readonly timesMs: readonly number[];
  /** One a time. */
  readonly values: readonly number[];
  /** The metric's units, the first of them being that of the values; several when the query names none. */
  readonly units: readonly string[];
}

/**
 * Evaluates queries over a range: those that are to return data, in their order.
 * @throws AwsError ValidationException for a statistic or an expression that is not here
 */
export function evaluateQueries(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  range: TimeRange,
): readonly DataResult[] {
  const evaluation = new Evaluation(store, queries, range);
  const labels = defaultLabels(queries);
  return queries
    .filter(({ ReturnData = true }) => ReturnData)
    .flatMap(({ Id: id, Label }) => {
      const value = evaluation.valueOf(id);
      const units = evaluation.unitsOf(id);
      if (value.kind === "scalar")
        throw wrongExpression(id, "The result is a number; TIME_SERIES makes a series of it");
      if (value.kind === "series") return { id, units, label: labels.get(id) ?? id, ...pointsOf(value.series) };
      return value.array.map((series) => ({
        ...{ id, units },
        label: [Label, labels.get(series.id) ?? series.id]
          .filter((part) => part !== undefined && part !== "")
          .join(" "),
        ...pointsOf(series),
      }));
    });
}

function pointsOf(series: TimeSeries): Pick<DataResult, "timesMs" | "values"> {
  const timesMs: number[] = [];
  const values: number[] = [];
  for (const [index, value] of series.values.entries()) {
    if (Number.isNaN(value)) continue;
    timesMs.push(timeOf(series, index));
    values.push(value);
  }
  return { timesMs, values };
}

/** Of alarms, whose queries are the same each minute. */
const parsed = new WeakMap<MetricDataQuery, Expression>();

/** @throws ExpressionError for what is no expression */
function parsedOnce(query: MetricDataQuery): Expression {
  let expression = parsed.get(query);
  if (!expression) {
    expression = parseExpression(query.Expression ?? "");
    parsed.set(query, expression);
  }
  return expression;
}

/** One request's queries, each evaluated once, when it is asked for. */
class Evaluation {
  readonly #store: MetricStore;
  readonly #queries: ReadonlyMap<string, MetricDataQuery>;
  readonly #range: TimeRange;
  readonly #values = new Map<string, Value>();
  readonly #units = new Map<string, readonly string[]>();
  readonly #underWay = new Set<string>();

  constructor(store: MetricStore, queries: readonly MetricDataQuery[], range: TimeRange) {
    this.#store = store;
    this.#queries = new Map(queries.map((query) => [query.Id, query]));
    this.#range = range;
  }

  /** @throws AwsError, also for an id that no query has */
  valueOf(id: string): Value {
    const known = this.#values.get(id);
    if (known) return known;
    const query = this.#queries.get(id);
    if (!query) throw new ExpressionError(`There is no query with the id "${id}"`);
    if (this.#underWay.has(id)) throw new ExpressionError(`The query "${id}" needs itself`);
    this.#underWay.add(id);
    const value = query.MetricStat ? this.#read(id, query.MetricStat) : this.#evaluate(query);
    this.#values.set(id, value);
    return value;
  }

  unitsOf(id: string): readonly string[] {
    return this.#units.get(id) ?? [];
  }

  #read(id: string, stat: NonNullable<MetricDataQuery["MetricStat"]>): Value {
    const { series, units } = readMetric(this.#store, id, stat, this.#range);
    this.#units.set(id, units);
    return { kind: "series", series };
  }

  #evaluate(query: MetricDataQuery): Value {
    const { Id, Period = this.#shortestPeriod() } = query;
    try {
      const value = evaluateExpression(parsedOnce(query), {
        resolve: (id) => this.valueOf(id),
        metrics: (idPart) => this.#metrics(idPart),
        search: (search, statistic, periodSeconds) => this.#search(search, statistic, periodSeconds),
        empty: emptySeries(Id, Period * 1_000, this.#range),
      });
      return value.kind === "series" ? { kind: "series", series: { ...value.series, id: Id } } : value;
    } catch (error) {
      throw error instanceof ExpressionError ? wrongExpression(Id, error.message) : error;
    }
  }

  #metrics(idPart: string): TimeSeries[] {
    const metrics = [...this.#queries.values()].filter(({ Id, MetricStat }) => MetricStat && Id.includes(idPart));
    return metrics.flatMap(({ Id }) => {
      const value = this.valueOf(Id);
      return value.kind === "series" ? [value.series] : [];
    });
  }

  #search(search: string, Stat: string, Period: number): TimeSeries[] {
    return findMetrics(this.#store, search).map(({ metric: { namespace, name, dimensions }, label }) => {
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      const Metric = { Namespace: namespace, MetricName: name, Dimensions };
      return readMetric(this.#store, label, { Metric, Period, Stat }, this.#range).series;
    });
  }

  #shortestPeriod(): number {
    const periods = [...this.#queries.values()].flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Period] : []));
    return periods.length === 0 ? 60 : Math.min(...periods);
  }
}

function wrongExpression(id: string, message: string): AwsError {
  return new AwsError("ValidationException", `Error in expression '${id}': ${message}`);
}
