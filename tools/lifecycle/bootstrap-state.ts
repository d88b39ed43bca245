import { readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { bucketAddress, localFolder } from "./bootstrap-stack";
import { initStack } from "./init";
import { hasStateBucket, readState, type State, type StateResource } from "./remote-state";
import type { Session } from "./session";
import type { Stack } from "./stacks";
import type { Target } from "./target";

/** The state of the bootstrap stack, and where it is. */
export interface BootstrapState {
  /** In the bucket that the stack makes; or not yet, and then in this checkout. */
  readonly place: "bucket" | "checkout";
  /** Absent before the first run. */
  readonly state: State | undefined;
}

const stateFile = "terraform.tfstate";

/**
 * Finds the state of the bootstrap stack.
 * @throws Error when the bucket is there and nobody knows its state, or when there are two states
 */
export async function findState({ target, terraform }: Session, stack: Stack): Promise<BootstrapState> {
  const hasBucket = await hasStateBucket(target);
  const [there, here] = [hasBucket ? await readState(target, stack.name) : undefined, await readLocalState(target)];
  if (there) {
    await dropLocal(target, there, here);
    return { place: "bucket", state: there };
  }
  if (here || !hasBucket) return { place: "checkout", state: here };
  const bucket = target.names.stateBucket.name;
  const chdir = `${terraform.binary} -chdir=${relative(process.cwd(), stack.folder)}`;
  throw new Error(
    `the state bucket ${bucket} is there, but the state of the stack that makes it is neither in it nor in this checkout. If weir bootstrap is running elsewhere, wait for its end; if it was interrupted there, run it there again. Otherwise delete the bucket if it is empty, or take it over: ${chdir} init && ${chdir} import ${await bucketAddress(stack.folder)} ${bucket}, and then weir bootstrap again`,
  );
}

/** A run that ended between moving the state and removing it here has left it in both places. */
async function dropLocal(target: Target, there: State, here: State | undefined): Promise<void> {
  const folder = localFolder(target);
  const missing = here ? missingFrom(there, here) : [];
  if (missing.length > 0) {
    throw new Error(
      `there are two states of the bootstrap stack, one in ${target.names.stateBucket.name} and one in ${folder}: delete in AWS what only the second one holds (${missing.join(", ")}), and then that folder`,
    );
  }
  await rm(folder, { recursive: true, force: true });
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
    const state = JSON.parse(await readFile(join(localFolder(target), stateFile), "utf8")) as State;
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

/** Lets what was being made when a run was interrupted be finished, not replaced: most of it must not be destroyed. */
export async function keepUnfinished({ terraform }: Session, stack: Stack, state: State | undefined): Promise<void> {
  const isUnfinished = ({ instances }: StateResource) => instances.some(({ status }) => status === "tainted");
  const unfinished = state?.resources.filter(isUnfinished) ?? [];
  if (unfinished.length === 0) return;
  await initStack(terraform, stack);
  for (const { type, name } of unfinished) {
    await terraform.runText(stack.folder, ["untaint", "-no-color", "-lock-timeout=60s", `${type}.${name}`]);
  }
}

/** What whoever was slower is told. */
export function madeMeanwhile({ names }: Target): string {
  return `Somebody else has made ${names.stateBucket.name} meanwhile: let their weir bootstrap end, and then run it again.`;
}

/**
 * Moves the state from this checkout into the bucket, which is there by now.
 * @throws Error when it does not arrive; it then stays here
 */
export async function moveState({ target, terraform }: Session, stack: Stack): Promise<void> {
  const folder = localFolder(target);
  await initStack(terraform, stack);
  try {
    // Unlike a migration by init, a push refuses to overwrite another state, or a newer one.
    await terraform.runText(stack.folder, ["state", "push", join(folder, stateFile)]);
  } catch (cause) {
    // Two that start at once can both make the bucket: S3 lets an owner create in us-east-1 what is already theirs.
    if (await readState(target, stack.name)) throw new Error(madeMeanwhile(target), { cause });
    throw cause;
  }
  const [there, here] = [await readState(target, stack.name), await readLocalState(target)];
  if (!there || !here || missingFrom(there, here).length > 0) {
    throw new Error(
      `the state is not in ${target.names.stateBucket.name} after it was moved there: it is in ${folder}`,
    );
  }
  await rm(folder, { recursive: true });
}
