import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { terraformDir } from "../data-dir";
import { initStack } from "./init";
import { hasStateBucket, readState, type State } from "./remote-state";
import type { Session } from "./session";
import type { Stack } from "./stacks";
import type { Target } from "./target";

/** Where the state of the bootstrap stack is: in the bucket that the stack makes, or not yet, and then in the checkout. */
export type StatePlace = "bucket" | "checkout";

const stateFile = "terraform.tfstate";

/** Of this checkout, where the stack runs until its state can be in the bucket. An interrupted run goes on from it. */
function folderOf({ names }: Target): string {
  return join(terraformDir, "bootstrap", names.stateBucket.name);
}

/**
 * Finds the state of the bootstrap stack.
 * @throws Error when the bucket is there and nobody knows its state, or when there are two states
 */
export async function placeOfState({ target, terraform }: Session, stack: Stack): Promise<StatePlace> {
  const hasBucket = await hasStateBucket(target);
  const [there, here] = [hasBucket ? await readState(target, stack.name) : undefined, await readLocalState(target)];
  if (there && here) return settle(target, there, here);
  if (there) return "bucket";
  if (here || !hasBucket) return "checkout";
  const bucket = target.names.stateBucket.name;
  const chdir = `${terraform.binary} -chdir=${relative(process.cwd(), stack.folder)}`;
  throw new Error(
    `the state bucket ${bucket} is there, but the state of the stack that makes it is neither in it nor in this checkout. If weir bootstrap is running elsewhere, wait for its end; if it was interrupted there, run it there again. Otherwise delete the bucket if it is empty, or take it over: ${chdir} init && ${chdir} import ${await bucketAddress(stack.folder)} ${bucket}, and then weir bootstrap again`,
  );
}

/** A run that ended between moving the state and removing it here has left it in both places. */
async function settle(target: Target, there: State, here: State): Promise<StatePlace> {
  const folder = folderOf(target);
  const missing = missingFrom(there, here);
  if (missing.length > 0) {
    throw new Error(
      `there are two states of the bootstrap stack, one in ${target.names.stateBucket.name} and one in ${folder}: delete in AWS what only the second one holds (${missing.join(", ")}), and then that folder`,
    );
  }
  await rm(folder, { recursive: true });
  return "bucket";
}

/** What one state holds and another does not. Their lineages say nothing: Terraform gives a moved state a new one. */
function missingFrom(there: State, here: State): string[] {
  const held = (state: State) =>
    state.resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) => instances.map(({ attributes }) => `${type}.${name} ${attributes.id}`));
  const known = new Set(held(there));
  return held(here).filter((resource) => !known.has(resource));
}

/** One that holds no resource is none: the run that wrote it made nothing. */
async function readLocalState(target: Target): Promise<State | undefined> {
  try {
    const state = JSON.parse(await readFile(join(folderOf(target), stateFile), "utf8")) as State;
    return state.resources.some(({ mode }) => mode === "managed") ? state : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether the bucket is there though this checkout has not made it: somebody else did. */
export async function isMadeByOthers(target: Target): Promise<boolean> {
  const state = await readLocalState(target);
  const isOurs = state?.resources.some(({ mode, type }) => mode === "managed" && type === "aws_s3_bucket");
  return !isOurs && (await hasStateBucket(target));
}

/** What CDKTF writes for a stack, as far as it is read or changed here. */
interface StackConfig {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, { readonly depends_on?: readonly string[] }>>>>;
}

async function readConfig(folder: string): Promise<StackConfig> {
  return JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as StackConfig;
}

async function bucketAddress(folder: string): Promise<string> {
  return addressOfBucket(await readConfig(folder));
}

function addressOfBucket({ resource }: StackConfig): string {
  return `aws_s3_bucket.${Object.keys(resource["aws_s3_bucket"] ?? {})[0]}`;
}

/** The bootstrap stack with its state in this checkout. */
export async function stackWithLocalState(target: Target, stack: Stack): Promise<Stack> {
  const folder = folderOf(target);
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

/**
 * Moves the state from this checkout into the bucket, which is there by now.
 * @throws Error when it does not arrive; it then stays here
 */
export async function moveState({ target, terraform }: Session, stack: Stack): Promise<void> {
  const folder = folderOf(target);
  await initStack(terraform, stack);
  // Unlike a migration by init, a push refuses to overwrite another state, or a newer one.
  await terraform.runText(stack.folder, ["state", "push", join(folder, stateFile)]);
  const [there, here] = [await readState(target, stack.name), await readLocalState(target)];
  if (!there || !here || missingFrom(there, here).length > 0) {
    throw new Error(
      `the state is not in ${target.names.stateBucket.name} after it was moved there: it is in ${folder}`,
    );
  }
  await rm(folder, { recursive: true });
}
