import { ExpressionError } from "./expression-error";
import { mapValues, type TimeSeries, timeOf, valueAt } from "./time-series";
import { mapSeries, scalar, type Value } from "./value";

/** A function of metric math. */
export interface MathFunction {
  /** The least and the most operands that it takes. */
  readonly takes: readonly [least: number, most: number];
  /**
   * @param empty a series without points, whose periods are those of the request
   * @throws ExpressionError for operands of another kind
   */
  apply(operands: readonly Value[], empty: TimeSeries): Value;
}

/** The functions whose operands are values, by name. */
export const functions: Readonly<Record<string, MathFunction>> = {
  ABS: ofEachValue("ABS", Math.abs),
  AVG: ofAllValues((values) => sum(values) / values.length),
  CEIL: ofEachValue("CEIL", Math.ceil),
  DIFF: ofNeighbours("DIFF", (value, before) => value - before),
  FLOOR: ofEachValue("FLOOR", Math.floor),
  IF: { takes: [2, 3], apply: choose },
  MAX: ofAllValues((values) => values.reduce((one, other) => Math.max(one, other))),
  MIN: ofAllValues((values) => values.reduce((one, other) => Math.min(one, other))),
  PERIOD: { takes: [1, 1], apply: ([series]) => scalar(seriesIn(series, "PERIOD").periodMs / 1_000) },
  RATE: ofNeighbours("RATE", (value, before, seconds) => (value - before) / seconds),
  SUM: ofAllValues(sum),
  TIME_SERIES: { takes: [1, 1], apply: ([value], empty) => ({ kind: "series", series: constant(value, empty) }) },
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ofEachValue(name: string, map: (value: number) => number): MathFunction {
  return { takes: [1, 1], apply: ([value]) => mapSeries(given(value), name, (series) => mapValues(series, map)) };
}

/** Of one time series: the number that all its values come to; of an array: the series of what each moment's come to. */
function ofAllValues(join: (values: readonly number[]) => number): MathFunction {
  const joined = (values: readonly number[]) => {
    const present = values.filter((value) => !Number.isNaN(value));
    return present.length === 0 ? Number.NaN : join(present);
  };
  return {
    takes: [1, 1],
    apply([operand], empty) {
      const value = given(operand);
      if (value.kind === "scalar") return value;
      if (value.kind === "series") return scalar(joined([...value.series.values]));
      const first = value.array[0] ?? empty;
      const at = (index: number) => value.array.map((series) => valueAt(series, timeOf(first, index)));
      return { kind: "series", series: mapValues(first, (_value, index) => joined(at(index))) };
    },
  };
}

/** From each value and the one before it, however far that lies back. */
function ofNeighbours(name: string, join: (value: number, before: number, seconds: number) => number): MathFunction {
  const joined = (series: TimeSeries): TimeSeries => {
    let last: number | undefined;
    return mapValues(series, (value, index) => {
      if (Number.isNaN(value)) return Number.NaN;
      const before = last;
      last = index;
      if (before === undefined) return Number.NaN;
      return join(value, series.values[before] ?? Number.NaN, ((index - before) * series.periodMs) / 1_000);
    });
  };
  return { takes: [1, 1], apply: ([value]) => mapSeries(given(value), name, joined) };
}

/** The third operand may be left out: then there is no point where the condition is not met. */
function choose([condition, met, unmet = scalar(Number.NaN)]: readonly Value[]): Value {
  const decision = given(condition);
  if (decision.kind === "scalar") return chooseOne(decision.scalar, given(met), unmet);
  const series = seriesIn(decision, "IF");
  const pick = (value: Value | undefined, timeMs: number) =>
    value?.kind === "scalar" ? value.scalar : valueAt(seriesIn(value, "IF"), timeMs);
  const chosen = mapValues(series, (value, index) =>
    Number.isNaN(value) ? Number.NaN : pick(value === 0 ? unmet : met, timeOf(series, index)),
  );
  return { kind: "series", series: chosen };
}

/** Of the kind that the operands have, whichever is chosen: what an expression comes to must not hang on the data. */
function chooseOne(decision: number, met: Value, unmet: Value): Value {
  const chosen = Number.isNaN(decision) ? scalar(Number.NaN) : decision === 0 ? unmet : met;
  const shape = [met, unmet].find(({ kind }) => kind !== "scalar");
  if (chosen.kind !== "scalar" || !shape) return chosen;
  return mapSeries(shape, "IF", (series) => mapValues(series, () => chosen.scalar));
}

function constant(value: Value | undefined, empty: TimeSeries): TimeSeries {
  if (value?.kind !== "scalar") throw new ExpressionError("TIME_SERIES wants a number");
  return mapValues(empty, () => value.scalar);
}

function seriesIn(value: Value | undefined, what: string): TimeSeries {
  if (value?.kind === "series") return value.series;
  throw new ExpressionError(`${what} wants a time series, not ${value?.kind === "array" ? "an array" : "a number"}`);
}

/** An operand that the count of operands says is there. */
function given(value: Value | undefined): Value {
  if (value) return value;
  throw new ExpressionError("An operand is missing");
}
