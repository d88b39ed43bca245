import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { terraformDir } from "../data-dir";
import { findBinary } from "./find-binary";
import type { Interrupt } from "./interrupt";
import { TerraformError } from "./terraform-error";
import { describeEvent, type TerraformEvent } from "./terraform-event";

/** What Terraform prints, line by line. */
export type Listener = (event: TerraformEvent) => void;

/** Terraform or OpenTofu, as found on this machine. */
export class Terraform {
  private constructor(
    /** What the shell calls it. */
    readonly binary: string,
    /** Such as `Terraform 1.11.4`. */
    readonly version: string,
    private readonly interrupt: Interrupt,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /**
   * What {@link findBinary} finds.
   * @param variables for its environment
   * @throws Error when there is none, or one that is too old
   */
  static async find(interrupt: Interrupt, variables: Readonly<Record<string, string>>): Promise<Terraform> {
    const { binary, version } = await findBinary();
    return new Terraform(binary, version, interrupt, variables);
  }

  /**
   * Runs a command that has `-json` among its arguments and waits for its end.
   * @returns all that it printed, as a person reads it
   * @throws TerraformError with that, when it fails or is interrupted
   */
  runEvents(folder: string, args: readonly string[], listen: Listener = () => undefined): Promise<string> {
    return this.runRead(folder, args, (line) => {
      const event = parseEvent(line);
      if (!event) return line;
      listen(event);
      return describeEvent(event);
    });
  }

  /**
   * Runs a command and waits for its end.
   * @returns what it printed
   * @throws TerraformError with that and its errors, when it fails or is interrupted
   */
  runText(folder: string, args: readonly string[]): Promise<string> {
    return this.runRead(folder, args, (line) => line);
  }

  /**
   * Runs a command that prints JSON and waits for its end.
   * @throws TerraformError with its errors alone, when it fails or is interrupted: what it printed may hold secrets
   */
  async runJson(folder: string, args: readonly string[]): Promise<unknown> {
    const lines: string[] = [];
    await this.run(folder, args, (line) => lines.push(line));
    return JSON.parse(lines.join("\n"));
  }

  private async runRead(folder: string, args: readonly string[], read: (line: string) => string): Promise<string> {
    const lines: string[] = [];
    try {
      await this.run(folder, args, (line) => lines.push(read(line)));
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      throw new TerraformError([...lines, error.message].join("\n").trim());
    }
    return lines.join("\n");
  }

  private async run(folder: string, args: readonly string[], onLine: (line: string) => void): Promise<void> {
    // Between two of Terraform's runs there was none to be told of the Ctrl-C.
    if (this.interrupt.signal.aborted) throw new TerraformError(`${this.binary} ${args[0]} was not begun: interrupted`);
    // A provider has hundreds of megabytes: stacks share one copy.
    const cache = join(terraformDir, "cache", "providers");
    await mkdir(cache, { recursive: true });
    const child = spawn(this.binary, args, {
      cwd: folder,
      // In a group of its own: a terminal's Ctrl-C reaches it once, through us, and a second one means "at once" to it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        TF_PLUGIN_CACHE_DIR: cache,
        // The committed lock file has no digests of OpenTofu's builds, without which it would pass its cache by.
        TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
        ...process.env,
        ...this.variables,
        // A workspace has its states under other keys, where no other stack looks for them.
        TF_WORKSPACE: undefined,
        // Of the caller's own, which all stacks would share.
        TF_DATA_DIR: undefined,
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
        CHECKPOINT_DISABLE: "1",
      },
    });
    const done = this.interrupt.pass(child);
    try {
      await ended(child, `${this.binary} ${args[0]}`, onLine);
    } finally {
      done();
    }
  }
}

function ended(child: ChildProcess, what: string, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    if (child.stdout) createInterface({ input: child.stdout }).on("line", onLine);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      if (status === 0) resolve();
      else reject(new TerraformError(errors.trim() || `${what} ended with ${signal ?? `exit code ${status}`}`));
    });
  });
}

/** The event of a line; `undefined` of any other line, such as one of a panic's trace. */
function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as TerraformEvent;
  } catch {
    // Terraform was killed in the middle of it; the caller has it as it is.
    return undefined;
  }
}
