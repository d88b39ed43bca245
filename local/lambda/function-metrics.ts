import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";

/**
 * CloudWatch's metrics of one function, over all its versions ("Types of metrics for Lambda functions"). A value is one
 * invocation's; without invocations there is none.
 */
export class FunctionMetrics {
  readonly #invocations: Metric;
  readonly #errors: Metric;
  readonly #throttles: Metric;
  readonly #duration: Metric;
  readonly #concurrentExecutions: Metric;

  constructor(recorder: MetricRecorder, FunctionName: string) {
    const metric = (name: string, unit: string) => recorder.metric("AWS/Lambda", name, { FunctionName }, unit);
    this.#invocations = metric("Invocations", "Count");
    this.#errors = metric("Errors", "Count");
    this.#throttles = metric("Throttles", "Count");
    this.#duration = metric("Duration", "Milliseconds");
    this.#concurrentExecutions = metric("ConcurrentExecutions", "Count");
  }

  /** Counts an invocation that has ended. */
  countInvocation(durationMs: number, isError: boolean): void {
    this.#invocations.record(1);
    this.#errors.record(isError ? 1 : 0);
    this.#throttles.record(0);
    this.#duration.record(durationMs);
  }

  /** Counts an invocation for which no concurrency was left: it is none, and no error. */
  countThrottle(): void {
    this.#throttles.record(1);
  }

  /** Tells how many invocations are under way: whenever one begins. */
  recordConcurrency(running: number): void {
    this.#concurrentExecutions.record(running);
  }
}
