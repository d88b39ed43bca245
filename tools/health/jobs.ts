import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { isLasting, newest } from "./series";

/** A Flink application of analytics. */
export interface JobFacts {
  /** `job analytics` */
  readonly subject: string;
  /** The application's name. */
  readonly name: string;
  readonly logGroup: string;
  /** Restarts since the job's start. */
  readonly restarts: Series;
  /** Checkpoints that failed since the job's start. */
  readonly failedCheckpoints: Series;
  /** Per cent of its CPU. */
  readonly cpuPercent: Series;
  /** Per cent of the heap. */
  readonly heapPercent: Series;
}

const cpuLimitPercent = 80;
const heapLimitPercent = 90;

/** How a job is: whether it restarts, checkpoints, and has CPU and memory left. */
export function judgeJob(facts: JobFacts): Finding[] {
  const { subject, name, logGroup, restarts, failedCheckpoints, cpuPercent, heapPercent } = facts;
  const log = `aws logs filter-log-events --log-group-name ${logGroup}`;
  const describe = `aws kinesisanalyticsv2 describe-application --application-name ${name}`;
  const rules = [
    {
      count: growth(restarts),
      message: (count: number) => `restarts: ${count}`,
      evidence: { label: "restarts since its start", unit: "count", series: restarts },
      cause: "an exception that comes again: a bad record, a lost permission, too little memory",
      command: `${log} --filter-pattern Exception`,
    },
    {
      count: growth(failedCheckpoints),
      message: (count: number) =>
        `checkpoints that failed, so that a restart would repeat what came since the last: ${count}`,
      evidence: { label: "failed checkpoints since its start", unit: "count", series: failedCheckpoints },
      cause: "its state has grown too large for the interval, or back pressure holds up its barriers",
      command: `${log} --filter-pattern checkpoint`,
    },
    {
      count: isLasting(cpuPercent, cpuLimitPercent) ? 1 : 0,
      message: () => `it uses ${newest(cpuPercent)?.toFixed(0)} % of its CPU`,
      evidence: { label: "CPU in use", unit: "%", series: cpuPercent, limit: cpuLimitPercent },
      cause: "more comes in than its parallelism can take",
      command: describe,
    },
    {
      count: isLasting(heapPercent, heapLimitPercent) ? 1 : 0,
      message: () => `its heap is ${newest(heapPercent)?.toFixed(0)} % full`,
      evidence: { label: "heap in use", unit: "%", series: heapPercent, limit: heapLimitPercent },
      cause: "its state has outgrown its KPUs",
      command: describe,
    },
  ] as const;
  const problems = rules.flatMap(({ count, message, evidence, cause, command }): Finding[] =>
    count === 0 ? [] : [{ verdict: "WARNING", subject, message: message(count), evidence, cause, command }],
  );
  if (problems.length > 0) return problems;
  if (heapPercent.values.length > 0) return [{ verdict: "HEALTHY", subject, message: "it runs without a restart" }];
  return [{ verdict: "UNKNOWN", subject, message: "nothing tells whether it runs", command: describe }];
}

/** How much a counter has grown in the window; it begins again at 0 with the job. */
function growth({ values }: Series): number {
  return values.reduce((sum, value, at) => sum + Math.max(0, value - (values[at - 1] ?? value)), 0);
}
