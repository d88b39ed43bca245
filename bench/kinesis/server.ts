import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A Kinesis in a process of its own, as its clients see it. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts Weir's Kinesis alone: limits off, streams ACTIVE at once, beyond its memory's budget on disk. */
export async function startWeir(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-kinesis-"));
  const server = await startProgram(["--import", "tsx", join(__dirname, "weir.ts"), folder]);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a server that only parses what PutRecords gets, and answers as much: what Node itself can do. */
export function startBare(protocol: "http" | "http2"): Promise<Server> {
  return startProgram(["--import", "tsx", join(__dirname, "bare.ts"), protocol]);
}

/** Starts kinesalite 3.3.3; undefined, with a word on how to get it, where it is not installed. */
export async function startKinesalite(): Promise<Server | undefined> {
  const manifest = manifestOf("kinesalite");
  if (manifest === undefined) {
    console.log("kinesalite is left out: `npm i --no-save kinesalite@3.3.3` installs it");
    return undefined;
  }
  return startProgram([
    join(dirname(manifest), "cli.js"),
    "--createStreamMs",
    "0",
    "--deleteStreamMs",
    "0",
    "--shardLimit",
    "100000",
    "--port",
  ]);
}

function manifestOf(name: string): string | undefined {
  try {
    return createRequire(__filename).resolve(`${name}/package.json`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Runs a program of Node whose last argument is its port, and waits until it listens. */
export async function startProgram(args: readonly string[]): Promise<Server> {
  const port = await freePort();
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const child = spawn(process.execPath, [...args, String(port)], { env, stdio: ["ignore", "ignore", "inherit"] });
  const exited = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with exit code ${child.exitCode}`);
    await delay(50);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** Whether something accepts connections at a port of this machine. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

/** A port of this machine that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the machine gave no port");
  return address.port;
}
