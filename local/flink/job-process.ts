import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { realClock, sleep } from "../clock";
import type { OutputLog } from "../output-log";
import { FlinkRest } from "./flink-rest";
import type { FlinkRuntime } from "./flink-runtime";
import type { JobFolder } from "./job-folder";

/** What Flink's own scripts open to it: it reads into classes of Java's to copy and to store what jobs hold. */
const opened = ["lang", "lang.reflect", "io", "net", "nio", "text", "time", "util", "util.concurrent"];

/** A job needs little on a laptop, and must start fast: half of that would be the work of the second compiler. */
const javaOptions = [
  ...["-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
  ...opened.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
];

const mainClass = "weir.flink.Runner";

/** Of what a process says on its standard error, so many characters are remembered: a message, not a flood. */
const maxMessageLength = 8_192;

const pollMs = 100;

/** How a process ended. */
export interface Exit {
  /** Undefined: a signal ended it. */
  readonly code: number | undefined;
  /** For a person: `exit code 1`, `signal SIGKILL`. */
  readonly how: string;
  /** The last that it wrote to its standard error. */
  readonly message: string;
}

/** One process of a job: a Java with Flink in it, which ends when this process does. */
export class JobProcess {
  readonly rest: FlinkRest;
  /** Resolves when it has ended and its output is in the log. @throws Error when it can't be started */
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcessWithoutNullStreams;
  #hasExited = false;

  /** Starts it in a folder that was prepared for it. */
  constructor({ java, jar, libraries }: FlinkRuntime, folder: JobFolder, restPort: number, log: OutputLog) {
    this.rest = new FlinkRest(restPort);
    const classPath = `${jar}:${join(libraries, "*")}`;
    const logOption = `-Dlog4j2.configurationFile=${folder.logConfigurationPath}`;
    const args = [...javaOptions, logOption, "-cp", classPath, mainClass, folder.propertiesPath, folder.path];
    // It is no part of the terminal's foreground: a Ctrl-C is for us to act on. Its standard input, which nobody writes
    // to, ends when this process does, however that comes about; the runner then ends, too.
    // Linux's allocator would keep a pool for each of Flink's many threads.
    const env = { ...process.env, MALLOC_ARENA_MAX: "2" };
    this.#child = spawn(java, args, { detached: true, env });
    this.exited = this.#watch(log);
  }

  /** Waits until Flink runs the job. @returns its id; undefined when the process has ended before */
  async runningJob(): Promise<string | undefined> {
    while (!this.#hasExited) {
      const job = await this.rest.runningJob();
      if (job !== undefined) return job;
      await sleep(realClock, pollMs);
    }
    return undefined;
  }

  /** Ends it at once: what it has written until now stays. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #watch(log: OutputLog): Promise<Exit> {
    const { stdout, stderr } = this.#child;
    let message = "";
    const copied = [
      log.copy(stdout, () => undefined),
      log.copy(stderr, (lines) => {
        message = (message + lines).slice(-maxMessageLength);
      }),
    ];
    const [code, signal] = (await once(this.#child, "close")) as [number | null, NodeJS.Signals | null];
    this.#hasExited = true;
    await Promise.all(copied);
    const how = code === null ? `signal ${signal}` : `exit code ${code}`;
    return { code: code ?? undefined, how, message: message.trim() };
  }
}
