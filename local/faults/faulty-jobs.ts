import type { Clock } from "../clock";
import type { Job, StartJob } from "../flink/job";
import type { JobMetrics } from "../flink/job-metrics";
import type { ActiveFaults } from "./active-faults";

const minuteMs = 60_000;

/** Nearly full, as `heat` has it. */
const heatPercent = 97;

/**
 * What starts jobs, with faults in front of what they tell of themselves. The jobs go on: nothing that a person could
 * do to a process from outside would bring about a full heap or a checkpoint that fails, and nothing but that.
 */
export function faultyJobs(startJob: StartJob, faults: ActiveFaults, clock: Clock): StartJob {
  return (spec) => {
    const job = startJob(spec);
    const trouble = new Trouble(spec.application, faults, clock);
    return {
      running: job.running,
      ended: job.ended,
      metrics: async () => trouble.over(await job.metrics()),
      snapshot: () => job.snapshot(),
      stop: (options: Parameters<Job["stop"]>[0]) => job.stop(options),
    };
  };
}

/** What faults add to the metrics of one job; what is counted since its beginning stays when they end. */
class Trouble {
  readonly #application: string;
  readonly #faults: ActiveFaults;
  readonly #clock: Clock;
  readonly #minutes = { restart: 0, fail: 0 };
  #countedMs: number;

  constructor(application: string, faults: ActiveFaults, clock: Clock) {
    this.#application = application;
    this.#faults = faults;
    this.#clock = clock;
    this.#countedMs = clock.now();
  }

  over(metrics: JobMetrics): JobMetrics {
    const { restart, heat, stall } = this.#strikes();
    const nowMs = this.#clock.now();
    return {
      ...metrics,
      restarts: metrics.restarts + Math.floor(this.#minutes.restart),
      ...(restart && { downtimeMs: nowMs - restart.sinceMs, uptimeMs: 0 }),
      failedCheckpoints: (metrics.failedCheckpoints ?? 0) + Math.floor(this.#minutes.fail),
      ...(heat && { cpuPercent: heatPercent, heapPercent: heatPercent }),
      ...(stall && { millisBehindLatest: (metrics.millisBehindLatest ?? 0) + nowMs - stall.sinceMs }),
    };
  }

  /** The faults in force; those that do something once a minute are counted on. */
  #strikes() {
    const strike = (kind: "restart" | "fail" | "heat" | "stall") =>
      this.#faults.strikes(kind, `application/${this.#application}`);
    const struck = { restart: strike("restart"), fail: strike("fail"), heat: strike("heat"), stall: strike("stall") };
    const nowMs = this.#clock.now();
    for (const kind of ["restart", "fail"] as const) {
      const sinceMs = Math.max(this.#countedMs, struck[kind]?.sinceMs ?? nowMs);
      this.#minutes[kind] += (nowMs - sinceMs) / minuteMs;
    }
    this.#countedMs = nowMs;
    return struck;
  }
}
