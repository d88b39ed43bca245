import { ExpressionError } from "../../local/cloudwatch/math/expression-error";
import { parseExpression } from "../../local/cloudwatch/math/parse-expression";
import type { MetricAlarm } from "./alarms-of";
import type { EmittedSeries } from "./emitted-series";
import { MathProblem, type Quantity, quantityOf } from "./math-quantity";
import { seriesOf } from "./metric-problems";

/** What is wrong with the metric math of an alarm. */
export function* mathProblems(alarm: MetricAlarm, series: readonly EmittedSeries[]): Generator<string> {
  const { metrics, expressions, returned } = alarm;
  if (returned.length !== 1)
    yield `${returned.length} of its queries return data, and one is compared with the threshold`;
  if (expressions.length === 0) return;
  const periods = new Set(metrics.map(({ periodSeconds }) => periodSeconds));
  if (periods.size > 1)
    yield `its metrics have periods of ${[...periods].join(" s and ")} s: sums of these are not alike`;
  const quantities = new Map<string, Quantity>();
  for (const watched of metrics) {
    const found = seriesOf(watched, series);
    quantities.set(watched.id, found ? { [found.unit]: 1, ...(found.isPerSecond && { Seconds: -1 }) } : "any");
  }
  try {
    for (const { id, expression } of expressions)
      quantities.set(id, quantityOf(parseExpression(expression), quantities));
  } catch (error) {
    if (!(error instanceof MathProblem) && !(error instanceof ExpressionError)) throw error;
    yield error.message;
    return;
  }
  yield* resultProblems(alarm, quantities.get(returned[0] ?? ""));
  const read = expressions.map(({ expression }) => expression).join(" ");
  for (const { id } of metrics.filter((metric) => !new RegExp(`\\b${metric.id}\\b`).test(read))) {
    yield `no expression names ${id}`;
  }
}

function* resultProblems({ threshold }: MetricAlarm, result: Quantity | undefined): Generator<string> {
  if (result === undefined || result === "any") return;
  const units = Object.entries(result);
  if (units.length === 0 && (threshold < 0 || threshold > 100)) {
    yield `its threshold ${threshold} for a share of two things alike is not between 0 and 100`;
  }
  const isQuotient = units.some(([, power]) => power < 0) && units.some(([unit]) => unit !== "Seconds");
  const isTime = units.length === 1 && units[0]?.[0] === "Seconds";
  if (isTime || (isQuotient && units.length > 2)) {
    yield `it compares what is added up over a period with what holds for a second: divide the sum by PERIOD(…)`;
  }
}
