import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { javaClasspath } from "./classpath";

/** A record as the consumer was given it. */
export interface ConsumedRecord {
  readonly shard: string;
  readonly sequenceNumber: string;
  /** Its place in a KPL aggregate, from 0. */
  readonly subSequenceNumber: number;
  readonly partitionKey: string;
  readonly data: string;
}

/** What to read, and as whom. */
export interface StreamConsumerOptions {
  readonly streamName: string;
  /** Names the lease table, the fan-out consumer and the metrics' namespace. */
  readonly application: string;
  readonly retrieval: "polling" | "fan-out";
  readonly env: NodeJS.ProcessEnv;
  /** Called after each line that the consumer has printed. */
  readonly onLine: () => void;
}

/** How many characters of its log a consumer's failure quotes. */
const quotedCharacters = 4_000;

/** StreamConsumer.java, running. */
export class StreamConsumer {
  readonly application: string;
  readonly records: ConsumedRecord[] = [];
  /** Shards taken, ended and lost, in their order: `shard-taken shardId-000000000000`. */
  readonly shardEvents: string[] = [];
  readonly #process: ChildProcess;
  #log = "";

  constructor({ streamName, application, retrieval, env, onLine }: StreamConsumerOptions) {
    this.application = application;
    const program = join(__dirname, "StreamConsumer.java");
    const args = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", program, streamName, application, retrieval];
    this.#process = spawn("java", args, { env: { ...env, CLASSPATH: javaClasspath() } });
    createInterface({ input: this.#process.stdout ?? process.stdin }).on("line", (line) => {
      this.#take(line);
      onLine();
    });
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#log = (this.#log + text).slice(-quotedCharacters);
    });
    this.#process.on("exit", onLine);
  }

  /** @throws Error with the end of its log when the consumer has ended by itself */
  checkAlive(): void {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) return;
    throw new Error(`${this.application} ended with ${exitCode ?? signalCode}:\n${this.#log}`);
  }

  /** Asks the consumer to end in good order, and gives its exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.#process, "exit");
    this.#process.stdin?.end();
    await exited;
    return this.#process.exitCode;
  }

  /** Ends the consumer whatever it is doing. */
  kill(): void {
    this.#process.kill("SIGKILL");
  }

  #take(line: string): void {
    const [kind, shard = "", sequenceNumber = "", subSequence, partitionKey = "", data = ""] = line.split(" ");
    if (kind !== "record") this.shardEvents.push(line);
    else this.records.push({ shard, sequenceNumber, subSequenceNumber: Number(subSequence), partitionKey, data });
  }
}
