import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { greatest, sum } from "./series";

/** A function of the environment. */
export interface FunctionFacts {
  /** `processor stream-processor` or `transform data-transform` */
  readonly subject: string;
  readonly name: string;
  readonly logGroup: string;
  readonly timeoutMs: number;
  readonly invocations: Series;
  readonly errors: Series;
  readonly throttles: Series;
  /** What nine of ten invocations of a minute stay under, milliseconds. */
  readonly durationMs: Series;
}

/** Beyond this share of its timeout, a slow minute of what it calls ends invocations. */
const slowShare = 0.8;

/** How a function is: its errors, its throttles, and how close to its timeout it comes. */
export function judgeFunction(facts: FunctionFacts): Finding[] {
  const { subject, name, logGroup, timeoutMs, invocations, errors, throttles, durationMs } = facts;
  const problems: Finding[] = [];
  if (sum(errors) > 0) {
    problems.push({
      verdict: sum(errors) >= sum(invocations) / 2 ? "CRITICAL" : "WARNING",
      subject,
      message: `invocations that failed: ${sum(errors)} of ${sum(invocations)}`,
      evidence: { label: "errors", unit: "count", series: errors, limit: 0 },
      cause: "the code throws, runs out of time or of memory: its log says which",
      command: `aws logs filter-log-events --log-group-name ${logGroup} --filter-pattern '?ERROR ?"Task timed out"'`,
    });
  }
  if (sum(throttles) > 0) {
    problems.push({
      verdict: "WARNING",
      subject,
      message: `invocations that were throttled: ${sum(throttles)}`,
      evidence: { label: "throttles", unit: "count", series: throttles, limit: 0 },
      cause: "as many invocations run as its reserved concurrency allows, or the account's",
      command: `aws lambda get-function-concurrency --function-name ${name}`,
    });
  }
  const slowest = greatest(durationMs) ?? 0;
  if (slowest > slowShare * timeoutMs) {
    problems.push({
      verdict: "WARNING",
      subject,
      message: `one invocation in ten took ${Math.round(slowest)} ms or more of the ${timeoutMs} ms that it may`,
      evidence: { label: "what nine of ten take", unit: "ms", series: durationMs, limit: slowShare * timeoutMs },
      cause: "what it writes to is slow or throttles, or its batches are too large",
      command: `aws logs filter-log-events --log-group-name ${logGroup} --filter-pattern REPORT`,
    });
  }
  if (problems.length > 0) return problems;
  if (invocations.values.length === 0) return [{ verdict: "UNKNOWN", subject, message: "it was not invoked" }];
  const message = `${sum(invocations)} invocations, none failed, nine of ten took at most ${Math.round(slowest)} ms`;
  return [{ verdict: "HEALTHY", subject, message }];
}
