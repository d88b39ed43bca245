import { join } from "node:path";
import type { Clock } from "../clock";
import type { Kinesis } from "../kinesis/kinesis";
import { type LogListener, OutputLog } from "../output-log";
import { FlinkJob } from "./flink-job";
import type { FlinkRuntime, NoFlinkRuntime } from "./flink-runtime";
import { inputStreamArn } from "./input-stream";
import type { StartJob } from "./job";
import { JobFolder } from "./job-folder";

/** Where jobs run, and on what. */
export interface StartJobOptions {
  readonly runtime: FlinkRuntime | NoFlinkRuntime;
  /** State goes to `<dataDir>/flink/<application>/`, logs to `<dataDir>/logs/<application>.log`. */
  readonly dataDir: string;
  /** Whether a job goes on with the checkpoints of the process before this one, and leaves its own to the next. */
  readonly keep: boolean;
  readonly kinesis: Kinesis;
  readonly endpointUrl: () => string;
  readonly clock: Clock;
  /** Sees every line that a job's process prints. */
  readonly onLogLine?: LogListener | undefined;
  readonly notice: (line: string) => void;
}

/** Makes what starts Flink jobs as children of this process. */
export function jobStarter({ runtime, dataDir, keep, kinesis, endpointUrl, ...rest }: StartJobOptions): StartJob {
  const started = new Set<string>();
  return (spec) => {
    if ("missing" in runtime) throw new Error(runtime.missing);
    const { application } = spec;
    const input = kinesis.findStream(inputStreamArn(spec) ?? "");
    const folder = new JobFolder(join(dataDir, "flink", application), input?.id ?? "none");
    // Applications and their snapshots are forgotten with the process that had them.
    if (!started.has(application)) folder.forgetSavepoints();
    // Only what another process had begun goes on by itself: whoever starts a job again says from where.
    const goesOn = keep && spec.restoreFrom === undefined && !started.has(application);
    if (!goesOn) folder.forgetCheckpoints();
    started.add(application);
    const log = new OutputLog(application, join(dataDir, "logs", `${application}.log`), rest.onLogLine);
    const { clock, notice } = rest;
    return new FlinkJob(spec, { runtime, folder, log, endpointUrl: endpointUrl(), keep, clock, notice });
  };
}
