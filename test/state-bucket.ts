import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { parseEnvironment } from "../environments/parse-environment";
import { VirtualClock } from "../local/clock";
import { realRandom } from "../local/random";
import { createS3 } from "../local/s3/s3";
import { startEndpoint } from "../local/server/endpoint";
import { createSts } from "../local/sts/sts";
import { namesOf } from "../names";
import { clientConfig, type Target } from "../tools/lifecycle/target";
import { environmentInput } from "./environment-input";

/** The state bucket of a small environment, empty, behind an endpoint that knows whose credentials it is asked with. */
export interface StateBucket {
  readonly target: Target;
  /** Every key. */
  keys(): Promise<string[]>;
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one, with a bucket of the environment's name, or of another. */
export async function startStateBucket(bucketName?: string): Promise<StateBucket> {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any" });
  const environment = parseEnvironment("environment", environmentInput());
  const names = namesOf(environment);
  const root = mkdtempSync(join(tmpdir(), "weir-state-"));
  const clock = new VirtualClock();
  const s3 = await createS3({ root, clock });
  const bucket = bucketName ?? names.stateBucket.name;
  await s3.ensureBucket(bucket);
  const { account: accountId, region } = environment;
  const services = [s3.service, createSts({ clock, random: realRandom })];
  const endpoint = await startEndpoint({ port: 0, services, accountId, region });
  const target: Target = { environment, names, endpoint: endpoint.url };
  const client = new S3Client(clientConfig(target));
  return {
    target,
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key = "" }) => Key);
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return JSON.parse((await Body?.transformToString()) ?? "");
    },
    async write(key, value) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(value) }));
    },
    async stop() {
      client.destroy();
      await endpoint.close();
      await s3.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
