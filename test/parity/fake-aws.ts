import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";

const launcher = join(__dirname, "..", "lifecycle", "moto", "server.py");

/** moto, as the AWS of the account that the repository's environments name. */
export interface FakeAws {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts moto, with buckets to keep states in.
 * @throws Error with what Python printed, when it can't be started
 */
export async function startFakeAws(buckets: ReadonlySet<string>): Promise<FakeAws> {
  const python = spawn("python3", [launcher], {
    env: { ...process.env, MOTO_ACCOUNT_ID: "000000000000" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const closed = once(python, "close");
  let errors = "";
  python.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const started = once(createInterface({ input: python.stdout }), "line") as Promise<[string]>;
  const failed = closed.then(() => Promise.reject(new Error(`moto can't be started: ${errors}`)));
  const [url] = await Promise.race([started, failed]);
  const s3 = new S3Client({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    forcePathStyle: true,
  });
  for (const bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  s3.destroy();
  return {
    url,
    async stop() {
      python.stdin.end();
      await closed;
    },
  };
}
