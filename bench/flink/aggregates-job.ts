import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateStreamCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import type { FlinkRuntime } from "../../local/flink/flink-runtime";
import { JobFolder } from "../../local/flink/job-folder";
import { JobProcess } from "../../local/flink/job-process";
import { localProperties } from "../../local/flink/local-properties";
import { OutputLog } from "../../local/output-log";
import { clientOf } from "../kinesis/clients";
import { type Server, startWeir } from "../kinesis/server";

/** The stream that the job reads. */
export const input = "data-stream";

/** The stream that it writes windows to. */
export const output = "event-aggregates";

const rejects = "analytics-rejects";

/** What a measurement is given, and the rows that it makes. */
export type Measurement = (runtime: FlinkRuntime, folder: string) => Promise<Record<string, object>>;

/** A Kinesis in a process of its own, with the job's streams. */
export interface Streams {
  readonly server: Server;
  readonly client: KinesisClient;
}

/** Starts a Kinesis without limits. */
export async function startStreams(shards: number): Promise<Streams> {
  const server = await startWeir();
  const client = clientOf(server.url, "HTTP/1.1");
  await client.send(new CreateStreamCommand({ StreamName: input, ShardCount: shards }));
  for (const StreamName of [output, rejects]) await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  return { server, client };
}

/** Stops it. */
export async function stopStreams({ server, client }: Streams): Promise<void> {
  client.destroy();
  await server.stop();
}

/** How a job is run. */
export interface JobSettings {
  readonly folder: string;
  readonly url: string;
  readonly parallelism: number;
  readonly windowSeconds: number;
}

/** A job's process, running. */
export class AggregatesJob {
  private constructor(
    private readonly process: JobProcess,
    private readonly folder: string,
  ) {}

  /** Starts it as `weir up` would. */
  static async start(runtime: FlinkRuntime, { folder, url, parallelism, windowSeconds }: JobSettings) {
    const jobFolder = new JobFolder(folder, "bench");
    const table = (name: string) => ({
      connector: "kinesis",
      "stream.arn": `arn:aws:kinesis:eu-west-1:000000000000:stream/${name}`,
      "aws.region": "eu-west-1",
    });
    const groups = {
      job: {
        "sql.file": "event-aggregates.sql",
        "max.disorder.seconds": "5",
        "idle.seconds": "5",
        "state.ttl.hours": "24",
      },
      parameters: { windowSeconds: String(windowSeconds) },
      events: { ...table(input), "source.init.position": "TRIM_HORIZON" },
      output: table(output),
      rejects: table(rejects),
    };
    const spec = {
      application: "bench",
      propertyGroups: groups,
      parallelism,
      checkpoints: { intervalMs: 3_600_000, minPauseMs: 0 },
    };
    jobFolder.prepare(spec, { propertyGroups: localProperties(groups, url), restoreFrom: undefined });
    const log = new OutputLog("bench", join(folder, "bench.log"));
    return new AggregatesJob(new JobProcess(runtime, jobFolder, log), folder);
  }

  /** Takes a checkpoint, and tells what it came to. @throws Error when the job has ended */
  async checkpoint(): Promise<{ readonly stateMb: number; readonly seconds: number }> {
    const running = await this.process.runningJob();
    if (!running) throw new Error(`the job has ended: ${(await this.process.exited).message}`);
    const { rest, id } = running;
    await rest.checkpoint(id);
    const response = await fetch(`http://127.0.0.1:${rest.port}/jobs/${id}/checkpoints`);
    const { latest } = (await response.json()) as { latest: { completed: Completed } };
    return { stateMb: latest.completed.state_size / 2 ** 20, seconds: latest.completed.end_to_end_duration / 1000 };
  }

  /** The most that its process has had in memory, MB. */
  peakMb(): number {
    // The shell of `pinned` has become Java: what was started last is it.
    const pid = execFileSync("pgrep", ["-n", "-f", this.folder], { encoding: "utf8" }).trim();
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes) / 1024;
  }

  /** Waits for a condition, or for the job's end. @throws Error when it ends */
  async until(condition: () => Promise<boolean>): Promise<void> {
    const ended = this.process.exited.then(({ how, message }) => {
      throw new Error(`the job has ended by ${how}: ${message}`);
    });
    const held = (async () => {
      while (!(await condition())) await delay(20);
    })();
    await Promise.race([held, ended]);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.process.kill();
    await this.process.exited;
  }
}

interface Completed {
  readonly state_size: number;
  readonly end_to_end_duration: number;
}

/** The same runtime on one core of the machine, with Java's options of one's own. */
export function pinned(runtime: FlinkRuntime, folder: string, javaOptions = ""): FlinkRuntime {
  const java = join(folder, "java");
  const script = `#!/bin/sh\n_JAVA_OPTIONS="${javaOptions}" exec taskset --cpu-list 1 ${runtime.java} "$@"\n`;
  writeFileSync(java, script, { mode: 0o755 });
  return { ...runtime, java };
}
