import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { type AlarmSummary, type Fault, startLocal } from "../local";
import { VirtualClock } from "../local/clock";
import { ScriptedJob } from "./scripted-job";

/** An environment that runs on a virtual clock: real bundles, real alarms, and as little real time as they need. */
export interface VirtualPlatform {
  readonly clock: VirtualClock;
  readonly url: string;
  readonly region: string;
  /** Sets a fault as `weir fault` does. @throws Error with the answer when it is refused */
  setFault(fault: object): Promise<Fault>;
  clearFaults(): Promise<void>;
  alarms(): readonly AlarmSummary[];
  /** What the host told a person. */
  readonly notices: readonly string[];
  /** Moves time on, with what the jobs do meanwhile, and waits for the functions that this sets to work. */
  step(stepMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an environment out of a synthesized folder, at the full minute. */
export async function startVirtualPlatform(outDir: string, environment: string): Promise<VirtualPlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), "weir-data-"));
  const clock = new VirtualClock();
  const jobs: ScriptedJob[] = [];
  const notices: string[] = [];
  const flink = (spec: ConstructorParameters<typeof ScriptedJob>[0]) => {
    const job = new ScriptedJob(spec);
    jobs.push(job);
    return job;
  };
  const notice = (line: string) => notices.push(line);
  const local = await startLocal({ ...{ outDir, environment, dataDir, keep: false, port: 0 }, clock, flink, notice });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const kinesis = new KinesisClient({ endpoint: local.url, region: local.region, credentials, maxAttempts: 1 });
  const faultsUrl = `${local.url}/_weir/faults`;
  return {
    ...{ clock, url: local.url, region: local.region, notices },
    async setFault(fault) {
      const response = await fetch(faultsUrl, { method: "POST", body: JSON.stringify(fault) });
      const answer = await response.text();
      if (response.status !== 201) throw new Error(answer);
      return JSON.parse(answer) as Fault;
    },
    async clearFaults() {
      await fetch(faultsUrl, { method: "DELETE" });
    },
    alarms: () => local.alarms(),
    async step(stepMs) {
      for (const job of jobs) await job.work(kinesis, clock.now());
      // In parts: a function's time would be over before its thread had begun.
      const partMs = Math.max(1_000, Math.floor(stepMs / 12_000) * 1_000);
      for (let ms = 0; ms < stepMs; ms += partMs) {
        await clock.advance(partMs);
        // Twice: the end of one invocation may be the beginning of the next.
        for (let quiet = 0; quiet < 2; quiet = local.handlersAtWork() === 0 ? quiet + 1 : 0) await turn();
      }
    },
    async stop() {
      kinesis.destroy();
      const closing = local.close();
      // What is delivered at the end waits for the clock.
      let isClosed = false;
      void closing.finally(() => {
        isClosed = true;
      });
      while (!isClosed) await clock.advance(1_000);
      await closing;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
