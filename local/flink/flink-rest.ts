import { types } from "node:util";
import { z } from "zod";
import { realClock, sleep } from "../clock";
import type { JobMetrics } from "./job-metrics";
import { runningMetrics } from "./running-metrics";
import { innermostCause } from "./stack-trace";

const tasks = z.object({ total: z.number(), running: z.number() });
const overview = z.object({ jobs: z.array(z.object({ jid: z.string(), state: z.string(), tasks })) });
const triggered = z.object({ "request-id": z.string() });
const operation = z.object({
  status: z.object({ id: z.enum(["IN_PROGRESS", "COMPLETED"]) }),
  operation: z
    .object({
      location: z.string().optional(),
      "failure-cause": z.object({ class: z.string(), "stack-trace": z.string() }).optional(),
    })
    .nullish(),
});

const pollMs = 100;

/** Flink's own REST API, in the process of a job: all that we ask of one that runs. */
export class FlinkRest {
  constructor(
    /** On 127.0.0.1. */
    readonly port: number,
  ) {}

  /** The id of the job, once all of it is RUNNING; undefined before, and while nothing answers. */
  async runningJob(): Promise<string | undefined> {
    try {
      const { jobs } = overview.parse(await this.#call("/jobs/overview"));
      // A job is RUNNING before its tasks are, and without these no snapshot can be taken.
      return jobs.find(({ state, tasks }) => state === "RUNNING" && tasks.running === tasks.total)?.jid;
    } catch (error) {
      if (isNobody(error)) return undefined;
      throw error;
    }
  }

  /** What Flink tells of a job that runs; undefined when nothing answers any more. */
  async metrics(job: string): Promise<JobMetrics | undefined> {
    try {
      return await runningMetrics((path) => this.#call(path), job);
    } catch (error) {
      if (isNobody(error)) return undefined;
      throw error;
    }
  }

  /** Takes a checkpoint now, besides those of the interval. @throws Error with Flink's reason when it fails */
  async checkpoint(job: string): Promise<void> {
    await this.#operate(`/jobs/${job}/checkpoints`, `/jobs/${job}/checkpoints`, { checkpointType: "CONFIGURED" });
  }

  /** Takes a savepoint into Flink's configured folder. @returns its own folder @throws Error with Flink's reason */
  async savepoint(job: string): Promise<string> {
    const path = `/jobs/${job}/savepoints`;
    const location = await this.#operate(path, path, {});
    if (location === undefined) throw new Error(`Flink has completed ${path}, and does not say where the savepoint is`);
    // Flink escapes nothing in it.
    return location.replace(/^file:(\/\/)?/, "");
  }

  /**
   * Takes a savepoint into a folder of that URL, and finishes the job with it. The process ends then, often before it has
   * told how that went: whether there is a savepoint is for the folder to say.
   * @throws Error with Flink's reason when it fails
   */
  async stopWithSavepoint(job: string, targetDirectory: string): Promise<void> {
    try {
      await this.#operate(`/jobs/${job}/stop`, `/jobs/${job}/savepoints`, { targetDirectory });
    } catch (error) {
      if (!isNobody(error)) throw error;
    }
  }

  /** Starts an asynchronous operation and waits for its end. */
  async #operate(path: string, statusPath: string, body: object): Promise<string | undefined> {
    const { "request-id": id } = triggered.parse(await this.#call(path, body));
    for (;;) {
      const { status, operation: result } = operation.parse(await this.#call(`${statusPath}/${id}`));
      const failure = result?.["failure-cause"];
      if (failure) throw new Error(`Flink can't do ${path}: ${innermostCause(failure["stack-trace"])}`);
      if (status.id === "COMPLETED") return result?.location;
      await sleep(realClock, pollMs);
    }
  }

  async #call(path: string, body?: object): Promise<unknown> {
    const init = body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const request = () => fetch(`http://127.0.0.1:${this.port}${path}`, init);
    let response = await request();
    // Flink listens before all of it is up.
    for (; response.status === 503; response = await request()) await sleep(realClock, pollMs);
    const text = await response.text();
    if (!response.ok) throw new Error(`Flink answers ${path} with ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}

/** Whether fetch says that nobody listens, yet or any more. Under a test runner it has a TypeError of its own. */
function isNobody(error: unknown): boolean {
  return types.isNativeError(error) && error.name === "TypeError";
}
