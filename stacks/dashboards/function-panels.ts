import { type ChartPanel, chart, line } from "../../modules/dashboard/panel";
import type { FunctionMetrics } from "../../modules/lambda-function/metrics";
import { type AlarmLines, limit } from "./alarm-lines";

/** What a function is given. */
export interface FunctionLimits {
  readonly timeoutSeconds: number;
  readonly reservedConcurrency: number;
}

/** Any function: how often it runs and fails, and how near it is to its limits. @param key its name's role */
export function functionPanels(
  key: string,
  metrics: FunctionMetrics,
  { timeoutSeconds, reservedConcurrency }: FunctionLimits,
  alarms: AlarmLines,
): ChartPanel[] {
  const { duration } = metrics;
  return [
    chart(`${key}: invocations a minute`, [metrics.invocations, metrics.errors, metrics.throttles]),
    {
      kind: "chart",
      title: `${key}: duration (ms)`,
      lines: [line(duration, "p50", "p50"), line(duration, "p90"), line(duration, "Longest", "Maximum")],
      thresholds: [...alarms.thresholds(key, "function-slow"), limit("timeout", timeoutSeconds * 1_000)],
    },
    chart(`${key}: concurrency`, [metrics.concurrentExecutions], [limit("reserved concurrency", reservedConcurrency)]),
  ];
}
