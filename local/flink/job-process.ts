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

/** What Flink logs once its REST API, for which it takes a free port, listens: nothing else tells which it has taken. */
const listening = /Rest endpoint listening at \S+:(\d+)$/m;

/** How a process ended. */
export interface Exit {
  /** Undefined: a signal ended it. */
  readonly code: number | undefined;
  /** For a person: `exit code 1`, `signal SIGKILL`. */
  readonly how: string;
  /** The last that it wrote to its standard error. */
  readonly message: string;
}

/** A job that runs. */
export interface RunningJob {
  /** Of the process that it runs in. */
  readonly rest: FlinkRest;
  /** Flink's own. */
  readonly id: string;
}

/** One process of a job: a Java with Flink in it, which ends when this process does. */
export class JobProcess {
  /** Resolves when it has ended and its output is in the log. @throws Error when it can't be started */
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcessWithoutNullStreams;
  #rest: FlinkRest | undefined;
  #hasExited = false;

  /** Starts it in a folder that was prepared for it. */
  constructor({ java, jar, libraries }: FlinkRuntime, folder: JobFolder, log: OutputLog) {
    const classPath = `${jar}:${join(libraries, "*")}`;
    const logOption = `-Dlog4j2.configurationFile=${folder.logConfigurationPath}`;
    const args = [...javaOptions, logOption, "-cp", classPath, mainClass, folder.propertiesPath, folder.path];
    // It is no part of the terminal's foreground: a Ctrl-C is for us to act on. Its standard input, which nobody writes
    // to, ends when this process does, however that comes about; the runner then ends, too.
    // Linux's allocator would keep a pool for each of Flink's many threads; and without a locale of UTF-8 Java finds no
    // file in a folder like "données".
    const env = { ...process.env, MALLOC_ARENA_MAX: "2", LC_ALL: "C.UTF-8" };
    this.#child = spawn(java, args, { detached: true, env });
    this.exited = this.#watch(log);
  }

  /** Waits until Flink runs the job. @returns undefined when the process has ended before */
  async runningJob(): Promise<RunningJob | undefined> {
    while (!this.#hasExited) {
      const rest = this.#rest;
      const id = await rest?.runningJob();
      if (rest && id !== undefined) return { rest, id };
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
      log.copy(stdout, (lines) => this.#findRest(lines)),
      log.copy(stderr, (lines) => {
        message = (message + lines).slice(-maxMessageLength);
      }),
    ];
    const closed = once(this.#child, "close").finally(() => {
      this.#hasExited = true;
    });
    const [[code, signal]] = await Promise.all([closed as Promise<[number | null, NodeJS.Signals | null]>, ...copied]);
    const how = code === null ? `signal ${signal}` : `exit code ${code}`;
    return { code: code ?? undefined, how, message: message.trim() };
  }

  #findRest(lines: string): void {
    const [, port] = this.#rest ? [] : (listening.exec(lines) ?? []);
    if (port !== undefined) this.#rest = new FlinkRest(Number(port));
  }
}
