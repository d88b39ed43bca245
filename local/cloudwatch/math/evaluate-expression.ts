import type { Expression, Operator } from "./expression";
import { ExpressionError } from "./expression-error";
import { type Filler, fill } from "./fill";
import { functions } from "./functions";
import type { TimeSeries } from "./time-series";
import { allSeries, combine, mapSeries, scalar, type Value } from "./value";

/** What an expression may ask for. */
export interface Surroundings {
  /** What the query of that id came to. @throws ExpressionError when there is none, or it needs itself */
  resolve(id: string): Value;
  /** The metrics of the request whose ids contain a text. */
  metrics(idPart: string): readonly TimeSeries[];
  /** A statistic of all metrics that a search finds. @throws ExpressionError for a search that is not here */
  search(search: string, statistic: string, periodSeconds: number): readonly TimeSeries[];
  /** A series without points, whose periods are those of the request. */
  readonly empty: TimeSeries;
}

type Call = Extract<Expression, { kind: "call" }>;

const truth = (met: boolean) => (met ? 1 : 0);

const operators: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  "||": (left, right) => truth(left !== 0 || right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
  "&&": (left, right) => truth(left !== 0 && right !== 0),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  "<=": (left, right) => truth(left <= right),
  ">=": (left, right) => truth(left >= right),
  "<": (left, right) => truth(left < right),
  ">": (left, right) => truth(left > right),
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
};

/** What an expression comes to. @throws ExpressionError */
export function evaluateExpression(expression: Expression, surroundings: Surroundings): Value {
  const evaluate = (inner: Expression) => evaluateExpression(inner, surroundings);
  switch (expression.kind) {
    case "number":
      return scalar(expression.value);
    case "text":
      throw new ExpressionError(`Unexpected text "${expression.value}"`);
    case "name":
      return surroundings.resolve(expression.name);
    case "negation":
      return combine(scalar(0), evaluate(expression.operand), operators["-"]);
    case "operation":
      return combine(evaluate(expression.left), evaluate(expression.right), operators[expression.operator]);
    case "array":
      return { kind: "array", array: expression.items.flatMap((item) => seriesOf(evaluate(item))) };
    case "call":
      return call(expression, surroundings);
  }
}

function seriesOf(value: Value): readonly TimeSeries[] {
  if (value.kind === "scalar") throw new ExpressionError("An array holds time series, not numbers");
  return allSeries(value);
}

function call(expression: Call, surroundings: Surroundings): Value {
  const { name, operands } = expression;
  if (name === "METRICS") return metrics(operands, surroundings);
  if (name === "SEARCH") return search(operands, surroundings);
  if (name === "FILL") return filled(operands, surroundings);
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) {
    const here = [...Object.keys(functions), "FILL", "METRICS", "SEARCH"].sort().join(", ");
    throw new ExpressionError(`The function ${name} is not part of the local AWS; there are: ${here}`);
  }
  requireOperands(expression, found.takes);
  const values = operands.map((operand) => evaluateExpression(operand, surroundings));
  return found.apply(values, surroundings.empty);
}

function metrics(operands: readonly Expression[], surroundings: Surroundings): Value {
  const [idPart = { kind: "text", value: "" } as const, ...others] = operands;
  if (idPart.kind !== "text" || others.length > 0) throw new ExpressionError("METRICS takes a text, or nothing");
  return { kind: "array", array: surroundings.metrics(idPart.value) };
}

function search(operands: readonly Expression[], { search, empty }: Surroundings): Value {
  const [what, statistic, period = { kind: "number", value: empty.periodMs / 1_000 } as const, ...others] = operands;
  if (what?.kind !== "text" || statistic?.kind !== "text" || period.kind !== "number" || others.length > 0) {
    throw new ExpressionError("SEARCH takes a text that says what to find, a statistic, and seconds if you like");
  }
  return { kind: "array", array: search(what.value, statistic.value, period.value) };
}

function filled(operands: readonly Expression[], surroundings: Surroundings): Value {
  const [operand, filler] = operands;
  if (!operand || !filler || operands.length > 2) throw new ExpressionError("FILL takes 2 operands");
  const by = fillerOf(filler, surroundings);
  return mapSeries(evaluateExpression(operand, surroundings), "FILL", (series) => fill(series, by));
}

function fillerOf(expression: Expression, surroundings: Surroundings): Filler {
  const word = expression.kind === "name" ? expression.name.toUpperCase() : undefined;
  if (word === "REPEAT" || word === "LINEAR") return word;
  const value = evaluateExpression(expression, surroundings);
  if (value.kind === "array") throw new ExpressionError("FILL takes a number, a time series, REPEAT or LINEAR");
  return value.kind === "scalar" ? value.scalar : value.series;
}

function requireOperands({ name, operands }: Call, [least, most]: readonly [number, number]): void {
  if (operands.length >= least && operands.length <= most) return;
  const wanted = least === most ? String(least) : `${least} or ${most}`;
  throw new ExpressionError(`${name} takes ${wanted} operand${most === 1 ? "" : "s"}, not ${operands.length}`);
}
