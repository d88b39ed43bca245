import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanEnvironment } from "./clean-environment";

const root = join(__dirname, "../..");

/** How a command ended. */
export interface Ended {
  /** The exit code; `null` when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  /** What it has printed to its standard error until now. */
  printed(): string;
  /** Ctrl-C is `SIGINT`. */
  kill(signal: NodeJS.Signals): void;
  /** Reads no more of what it prints, as when `tee` has ended. */
  stopReading(): void;
  readonly ended: Promise<Ended>;
}

/** Variables for a command's environment, over those that it has anyway. */
export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
}

/** A copy of this checkout, which a test may edit and run. */
export class ScratchCheckout {
  readonly folder = mkdtempSync(join(tmpdir(), "weir-checkout-"));
  /** The jar of the Flink jobs. */
  readonly flinkJar = join(this.folder, "flink/target/weir-flink-managed.jar");

  /** Copies every file that Git tracks or would track, links the packages, and commits the lot in a repository of its own. */
  constructor() {
    const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const path of listed.split("\0")) {
      // A file that was deleted is listed until that is committed.
      if (path && existsSync(join(root, path))) cpSync(join(root, path), join(this.folder, path));
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    this.buildFlinkJar();
    this.git("init", "--quiet");
    // .gitignore means a folder by "node_modules/", and this is a link.
    mkdirSync(join(this.folder, ".git/info"), { recursive: true });
    writeFileSync(join(this.folder, ".git/info/exclude"), "node_modules\n");
    this.commit("Copy the checkout");
  }

  /** What a file holds. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Changes a file, which must change. */
  edit(path: string, replace: (text: string) => string): void {
    const before = this.read(path);
    const after = replace(before);
    if (after === before) throw new Error(`the edit of ${path} changes nothing:\n${before}`);
    writeFileSync(join(this.folder, path), after);
  }

  /** Commits every file. */
  commit(message: string): void {
    this.git("add", "--all");
    this.git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", message);
  }

  /** Puts a file where Maven puts the jar: what deploys it looks whether it is there and new, and uploads it. */
  buildFlinkJar(): void {
    mkdirSync(dirname(this.flinkJar), { recursive: true });
    writeFileSync(this.flinkJar, "what Maven would build");
  }

  /** Runs `weir` and waits for its end. */
  weir(args: readonly string[], options?: CommandOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** Starts `weir`. */
  start(args: readonly string[], { env = {} }: CommandOptions = {}): Running {
    const child = spawn(process.execPath, [join(this.folder, "bin/weir.js"), ...args], {
      cwd: this.folder,
      env: { ...cleanEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return {
      printed: () => stderr,
      kill: (signal) => child.kill(signal),
      stopReading() {
        child.stdout.destroy();
        child.stderr.destroy();
      },
      ended: end(child, () => stderr),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private git(...args: readonly string[]): void {
    execFileSync("git", args, { cwd: this.folder, stdio: ["ignore", "ignore", "inherit"] });
  }
}

function end(child: ChildProcess, stderr: () => string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr: stderr() }));
  });
}
