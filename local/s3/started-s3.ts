import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { VirtualClock } from "../clock";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createS3, type S3 } from "./s3";

/** An S3 for a test: in a folder of its own, behind an endpoint, with a client that retries nothing. */
export interface StartedS3 {
  readonly s3: S3;
  readonly root: string;
  readonly clock: VirtualClock;
  readonly endpoint: Endpoint;
  readonly client: S3Client;
  /** An object of the bucket `lake`, whole. */
  read(key: string): Promise<Buffer>;
  /** What the endpoint told the person. */
  readonly reported: readonly string[];
  /** All files but the index's, as paths relative to the root. */
  files(): string[];
  close(): Promise<void>;
}

/** Starts an S3 with the bucket `lake`, in a new folder unless one is given. */
export async function startS3(root = mkdtempSync(join(tmpdir(), "weir-s3-"))): Promise<StartedS3> {
  const clock = new VirtualClock();
  const s3 = await createS3({ root, clock });
  await s3.ensureBucket("lake");
  const region = "ap-northeast-1";
  const reported: string[] = [];
  const endpoint = await startEndpoint({
    ...{ port: 0, services: [s3.service], accountId: "000000000000", region },
    logError: (line) => reported.push(line),
  });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new S3Client({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
  return {
    ...{ s3, root, clock, endpoint, client, reported },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: "lake", Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    files() {
      const entries = readdirSync(root, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const relative = files.map((path) => path.slice(root.length + 1));
      return relative.filter((path) => !path.startsWith(join(".metadata", "index"))).sort();
    },
    async close() {
      client.destroy();
      await endpoint.close();
      await s3.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
