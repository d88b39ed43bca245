import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { terraformDir } from "../data-dir";
import type { Interrupt } from "./interrupt";
import { TerraformError } from "./terraform-error";
import { describeEvent, type TerraformEvent } from "./terraform-event";

/** The oldest versions whose S3 backend keeps its lock beside the state (`use_lockfile`) and is not an experiment there. */
const oldest = { terraform: [1, 11, 0], tofu: [1, 10, 0] } as const;

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
   * The binary that TERRAFORM_BINARY_NAME names (CDKTF's own variable), else terraform, else tofu of the PATH.
   * @param variables for its environment
   * @throws Error when there is none, or one that is too old
   */
  static async find(interrupt: Interrupt, variables: Readonly<Record<string, string>>): Promise<Terraform> {
    const named = process.env["TERRAFORM_BINARY_NAME"];
    const candidates = named ? [named] : ["terraform", "tofu"];
    for (const binary of candidates) {
      const printed = await versionOf(binary);
      if (printed === undefined) continue;
      const version = printed.split("\n")[0]?.replace(" v", " ") ?? "";
      refuseOld(binary, version);
      return new Terraform(binary, version, interrupt, variables);
    }
    const missing = named
      ? `TERRAFORM_BINARY_NAME is ${named}, which can't be run`
      : "neither terraform nor tofu can be run";
    throw new Error(
      `${missing}: install Terraform ${oldest.terraform.join(".")} or later, or OpenTofu ${oldest.tofu.join(".")} or later, and put it on the PATH`,
    );
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

/** What a binary says of its version; `undefined` when it can't be run. */
function versionOf(binary: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["version"], {
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    child.on("close", (status) => resolve(status === 0 ? printed : undefined));
  });
}

function refuseOld(binary: string, version: string): void {
  const [, product, digits] = /^(Terraform|OpenTofu) (\d+\.\d+\.\d+)/.exec(version) ?? [];
  if (!product || !digits) throw new Error(`${binary} is neither Terraform nor OpenTofu: it calls itself "${version}"`);
  const least = product === "Terraform" ? oldest.terraform : oldest.tofu;
  const have = digits.split(".").map(Number);
  const differing = least.findIndex((number, index) => have[index] !== number);
  if (differing === -1 || (have[differing] ?? 0) > (least[differing] ?? 0)) return;
  throw new Error(`${binary} is ${version}: ${product} ${least.join(".")} or later is needed, whose S3 backend locks`);
}
