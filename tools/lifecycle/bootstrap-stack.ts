import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { terraformDir } from "../data-dir";
import type { Stack } from "./stacks";
import type { Target } from "./target";

/** Of this checkout, where the stack runs until its state can be in the bucket. An interrupted run goes on from it. */
export function localFolder({ names }: Target): string {
  return join(terraformDir, "bootstrap", names.stateBucket.name);
}

/** What CDKTF writes for a stack, as far as it is read or changed here. */
interface StackConfig {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, { readonly depends_on?: readonly string[] }>>>>;
}

async function readConfig(folder: string): Promise<StackConfig> {
  return JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as StackConfig;
}

/** The address of the state bucket in the stack that makes it. */
export async function bucketAddress(folder: string): Promise<string> {
  return addressOfBucket(await readConfig(folder));
}

function addressOfBucket({ resource }: StackConfig): string {
  return `aws_s3_bucket.${Object.keys(resource["aws_s3_bucket"] ?? {})[0]}`;
}

/** The bootstrap stack with its state in this checkout. */
export async function stackWithLocalState(target: Target, stack: Stack): Promise<Stack> {
  const folder = localFolder(target);
  await mkdir(folder, { recursive: true });
  const config = withLocalState(await readConfig(stack.folder));
  await writeFile(join(folder, "cdk.tf.json"), JSON.stringify(config, null, 2));
  await copyFile(join(stack.folder, ".terraform.lock.hcl"), join(folder, ".terraform.lock.hcl"));
  return { ...stack, folder };
}

/** All else waits for the bucket: of two people who run this at once, one makes it, and the other makes nothing. */
function withLocalState(config: StackConfig): StackConfig {
  const bucket = addressOfBucket(config);
  const resource = mapValues(config.resource, (blocks, type) =>
    mapValues(blocks, (block, id) =>
      `${type}.${id}` === bucket ? block : { ...block, depends_on: [...(block.depends_on ?? []), bucket] },
    ),
  );
  return { ...config, terraform: { ...config.terraform, backend: { local: {} } }, resource };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
