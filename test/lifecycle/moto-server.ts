import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { cleanEnvironment } from "./clean-environment";

/** Calls that shall fail. */
export interface Failure {
  /** As a policy names it, such as `lambda:CreateEventSourceMapping`. */
  readonly action: string;
  /** How many of the next calls. */
  readonly times: number;
  /** AWS's name of the error. */
  readonly code: string;
  readonly message: string;
  /** Of HTTP. */
  readonly status: number;
}

/** An action that was called, whatever came of it. */
export interface SeenAction {
  /** As a policy names it. */
  readonly action: string;
  /** The key that signed the call. */
  readonly accessKey: string;
}

/** moto in the place of AWS. */
export interface Moto {
  /** The endpoint of every service. */
  readonly url: string;
  /** Makes the next calls of an action fail. */
  failNext(failure: Failure): Promise<void>;
  /** The actions called since they were last forgotten, each once. */
  seenActions(): Promise<SeenAction[]>;
  forgetActions(): Promise<void>;
  /** Empties the account. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** A folder that outlives a test run, so that moto is installed once. */
const environments = join(__dirname, "../../node_modules/.cache/moto");

/** The end of the log that is kept for the case that the server dies. */
const keptLogCharacters = 20_000;

/**
 * Starts moto, with the corrections that Terraform needs, on a port of its own. It ends with this process, however that
 * ends. The first start on a machine installs it.
 * @param account the number of the account that it is
 * @throws Error with the server's log when it does not start
 */
export async function startMoto({ account }: { account: string }): Promise<Moto> {
  const child = spawn("python3", [join(__dirname, "moto/launch.py"), environments], {
    env: { ...cleanEnvironment(), MOTO_ACCOUNT_ID: account },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-keptLogCharacters);
  });
  const url = await addressOf(child).catch((error: unknown) => {
    throw new Error(`moto does not start: ${error}\n${log}`);
  });
  let stopping = false;
  child.on("close", (code, signal) => {
    if (!stopping) process.stderr.write(`moto ended with ${signal ?? `exit code ${code}`}:\n${log}`);
  });

  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`moto answers ${method} ${path} with ${response.status}: ${await response.text()}`);
    return response;
  };
  return {
    url,
    async failNext(failure) {
      await call("POST", "/_weir/fail", failure);
    },
    async seenActions() {
      return (await (await call("GET", "/_weir/actions")).json()) as SeenAction[];
    },
    async forgetActions() {
      await call("POST", "/_weir/reset-actions");
    },
    async reset() {
      await call("POST", "/moto-api/reset");
    },
    async stop() {
      stopping = true;
      const closed = once(child, "close");
      child.stdin.end();
      await closed;
    },
  };
}

/** The first line that the server prints, once it listens. */
async function addressOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<string> {
  const failed = once(child, "close").then(([code]) => {
    throw new Error(`it ended with exit code ${code}`);
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), "line"), failed])) as [string];
  return line;
}
