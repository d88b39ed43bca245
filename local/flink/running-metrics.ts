import { z } from "zod";
import type { JobMetrics } from "./job-metrics";

/** Asks Flink's REST API. @returns its JSON */
type Get = (path: string) => Promise<unknown>;

const gauges = z.array(z.object({ id: z.string(), value: z.string() }));
const aggregates = z.array(z.object({ id: z.string(), max: z.number().optional(), sum: z.number().optional() }));
const details = z.object({ vertices: z.array(z.object({ id: z.string() })) });

const heapUsed = "Status.JVM.Memory.Heap.Used";
const heapMax = "Status.JVM.Memory.Heap.Max";
const cpuLoad = "Status.JVM.CPU.Load";
const ofJob = [
  "uptime",
  "downtime",
  "numRestarts",
  "numberOfFailedCheckpoints",
  "lastCheckpointDuration",
  "lastCheckpointSize",
];

/** What Flink tells of a job that runs. It collects every ten seconds, and at first has nothing. */
export async function runningMetrics(get: Get, job: string): Promise<JobMetrics> {
  const told = gauges.parse(await get(`/jobs/${job}/metrics?get=${ofJob.join(",")}`));
  const values = new Map(told.map(({ id, value }) => [id, Number(value)]));
  const machine = maxima(await get(`/taskmanagers/metrics?get=${[cpuLoad, heapUsed, heapMax].join(",")}&agg=max`));
  return {
    restarts: values.get("numRestarts") ?? 0,
    downtimeMs: Math.max(0, values.get("downtime") ?? 0),
    uptimeMs: known(values.get("uptime")),
    failedCheckpoints: known(values.get("numberOfFailedCheckpoints")),
    lastCheckpointDurationMs: known(values.get("lastCheckpointDuration")),
    lastCheckpointBytes: known(values.get("lastCheckpointSize")),
    cpuPercent: percent(machine.get(cpuLoad), 1),
    heapPercent: percent(machine.get(heapUsed), machine.get(heapMax)),
    ...(await sourceMetrics(get, job)),
  };
}

/** How far behind its sources are, each shard of which has a metric of its own, and what they have read. */
async function sourceMetrics(get: Get, job: string): Promise<Pick<JobMetrics, "millisBehindLatest" | "recordsRead">> {
  const { vertices } = details.parse(await get(`/jobs/${job}`));
  const behind: number[] = [];
  let recordsRead = 0;
  for (const { id } of vertices) {
    const path = `/jobs/${job}/vertices/${id}/subtasks/metrics`;
    const names = aggregates.parse(await get(path)).map((metric) => metric.id);
    const lags = names.filter((name) => name.endsWith(".millisBehindLatest"));
    if (lags.length === 0) continue;
    const read = names.filter((name) => /^Source_[^.]*\.numRecordsOut$/.test(name));
    const query = [...lags, ...read].map(encodeURIComponent).join(",");
    for (const { id: name, max = 0, sum = 0 } of aggregates.parse(await get(`${path}?get=${query}&agg=max,sum`))) {
      if (lags.includes(name)) behind.push(max);
      else recordsRead += sum;
    }
  }
  return behind.length > 0 ? { millisBehindLatest: known(Math.max(...behind)), recordsRead } : {};
}

function maxima(answer: unknown): ReadonlyMap<string, number> {
  return new Map(aggregates.parse(answer).map(({ id, max = 0 }) => [id, max]));
}

/** Flink says -1 of what has not been yet. */
function known(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

function percent(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || part < 0 ? undefined : (100 * part) / whole;
}
