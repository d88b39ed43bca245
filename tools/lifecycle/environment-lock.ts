import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { PutObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { readCaller } from "./account";
import { commandLine } from "./command-line";
import { type EnvironmentLock, type HeldLock, readEnvironmentLock, removeLock } from "./held-locks";
import { currentCommit } from "./kept-plans";
import { withStateBucket } from "./remote-state";
import type { Target } from "./target";

/**
 * Does something that changes the environment, which nobody else can do meanwhile: Terraform's own lock is a stack's, and
 * two applies could take turns with the stacks.
 * @throws Error when it is locked, which names the holder; or when there is no state bucket
 */
export async function withEnvironmentLock<T>(target: Target, work: () => Promise<T>): Promise<T> {
  const lock: EnvironmentLock = {
    id: randomUUID(),
    who: (await readCaller(target)).arn,
    host: hostname(),
    command: commandLine(),
    commit: await currentCommit(),
    createdAt: new Date().toISOString(),
  };
  await take(target, lock);
  try {
    return await work();
  } finally {
    await release(target, lock.id);
  }
}

/** S3 asks to try again after a conflict; a lock that goes as soon as it is met is tried again, too. */
const maxAttempts = 5;

async function take(target: Target, lock: EnvironmentLock): Promise<void> {
  const { environment } = target;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    if (await isWritten(target, lock)) return;
    const holder = await readEnvironmentLock(target);
    // The answer to a write that succeeded was lost, and the SDK wrote again.
    if (holder?.id === lock.id) return;
    if (holder) throw new Error(describeHeld(holder, environment.name));
  }
  throw new Error(`environment ${environment.name} is being locked and freed by others: try again`);
}

/** Whether there was no lock, and this is it now. */
async function isWritten(target: Target, lock: EnvironmentLock): Promise<boolean> {
  const { names } = target;
  const object = { Bucket: names.stateBucket.name, Key: names.environmentLockKey, ContentType: "application/json" };
  const write = new PutObjectCommand({ ...object, Body: JSON.stringify(lock), IfNoneMatch: "*" });
  try {
    await withStateBucket(target, (s3) => s3.send(write));
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    // PreconditionFailed; ConditionalRequestConflict, when another write is under way.
    if (status === 412 || status === 409) return false;
    throw error;
  }
}

/** What somebody reads who finds a lock held. */
function describeHeld({ id, subject, who, command, commit, createdAt }: HeldLock, environment: string): string {
  const at = commit === undefined ? "" : ` at commit ${commit}`;
  return `${subject} is locked: ${who} has been running "${command}"${at} since ${createdAt}. Wait for its end; if it runs no more: weir force-unlock ${id} --env ${environment}`;
}

/** Whatever `work` ended with is what the command ends with: a lock that stays is said beside it. */
async function release(target: Target, id: string): Promise<void> {
  const { name } = target.environment;
  try {
    const lock = await readEnvironmentLock(target);
    if (lock?.id === id && (await removeLock(target, lock))) return;
    process.stderr.write(`weir: somebody took environment ${name}'s lock away from this command while it ran\n`);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `weir: environment ${name} is still locked (${problem}): weir force-unlock ${id} --env ${name}\n`,
    );
  }
  process.exitCode = 1;
}
