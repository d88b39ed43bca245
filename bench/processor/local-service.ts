import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A local stand-in for an AWS service, in a process of its own so that it shares no thread with what is measured. */
export interface LocalService {
  readonly endpoint: string;
  stop(): void;
}

/** DynamoDB, by dynalite. */
export function startDynamoDb(): Promise<LocalService> {
  // A script, because dynalite's command line can't take port 0.
  const script = `const server = require("dynalite")({ createTableMs: 0 });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  return startService(process.execPath, ["-e", script]);
}

/**
 * CloudWatch, by moto.
 * @throws Error when Python or moto is not there
 */
export function startCloudWatch(): Promise<LocalService> {
  const script = `import logging, threading
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
threading.Event().wait()`;
  return startService("python3", ["-c", script]);
}

/** A server that answers any request at once with nothing: a service that costs its caller only the call. */
export function startSink(): Promise<LocalService> {
  const script = `const server = require("http").createServer((request, response) =>
      request.resume().on("end", () => response.end()));
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  return startService(process.execPath, ["-e", script]);
}

/** Starts a program that prints its port when it is ready. */
async function startService(program: string, args: readonly string[]): Promise<LocalService> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [port] = await Promise.race([once(lines, "line"), once(lines, "close")]);
  if (port === undefined) throw new Error(`${program} ended before it listened: the reason stands above`);
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
