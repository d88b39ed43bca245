import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { isMissingBucket, withStateBucket } from "./remote-state";
import type { Target } from "./target";

/** A lock that somebody holds in the state bucket. */
export interface HeldLock {
  readonly key: string;
  /** Of the object: another lock under the same key has another one. */
  readonly etag: string;
  /** What `weir force-unlock` is told. */
  readonly id: string;
  /** What it locks: `environment dev`, or `the state of stack streaming`. */
  readonly subject: string;
  readonly who: string;
  /** What they run. */
  readonly command: string;
  /** What they had checked out; Terraform does not say it. */
  readonly commit?: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The environment's own lock as it is written. */
export interface EnvironmentLock {
  readonly id: string;
  /** The caller's ARN. */
  readonly who: string;
  readonly host: string;
  readonly command: string;
  /** What was checked out. */
  readonly commit: string;
  readonly createdAt: string;
}

/** What Terraform's S3 backend writes beside a state (`LockInfo` in its sources). */
interface TerraformLock {
  readonly ID: string;
  readonly Operation: string;
  readonly Who: string;
  readonly Created: string;
}

/** What Terraform's S3 backend adds to a state's key. */
const terraformSuffix = ".tflock";

/**
 * The locks that are held in the environment's state bucket: its own, and those of its stacks' states.
 * @throws Error when there is no such bucket
 */
export function listLocks(target: Target): Promise<HeldLock[]> {
  const { environmentLockKey, stateBucket } = target.names;
  return withStateBucket(target, async (s3) => {
    const locks: HeldLock[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: stateBucket.name })) {
      for (const { Key: key = "" } of page.Contents ?? []) {
        if (key !== environmentLockKey && !key.endsWith(terraformSuffix)) continue;
        const lock = await readLock(s3, target, key);
        if (lock) locks.push(lock);
      }
    }
    return locks;
  });
}

/** The environment's own lock; `undefined` while nobody holds it. */
export function readEnvironmentLock(target: Target): Promise<HeldLock | undefined> {
  return withStateBucket(target, (s3) => readLock(s3, target, target.names.environmentLockKey));
}

/**
 * Removes a lock, unless another one stands in its place by now.
 * @returns whether it was there to be removed
 */
export function removeLock(target: Target, { key, etag }: HeldLock): Promise<boolean> {
  return withStateBucket(target, async (s3) => {
    try {
      await s3.send(new DeleteObjectCommand({ Bucket: target.names.stateBucket.name, Key: key, IfMatch: etag }));
      return true;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412 || (status === 404 && !isMissingBucket(error))) return false;
      throw error;
    }
  });
}

async function readLock(s3: S3Client, { environment, names }: Target, key: string): Promise<HeldLock | undefined> {
  try {
    const { Body, ETag: etag = "" } = await s3.send(new GetObjectCommand({ Bucket: names.stateBucket.name, Key: key }));
    const text = (await Body?.transformToString()) ?? "";
    return key === names.environmentLockKey
      ? environmentLock(key, etag, environment.name, JSON.parse(text) as EnvironmentLock)
      : stateLock(key, etag, JSON.parse(text) as TerraformLock);
  } catch (error) {
    // It was freed between the listing and now.
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function environmentLock(key: string, etag: string, name: string, lock: EnvironmentLock): HeldLock {
  const { id, who, host, command, commit, createdAt } = lock;
  return {
    ...{ key, etag, id, command, commit, createdAt },
    subject: `environment ${name}`,
    who: `${who} on ${host}`,
  };
}

function stateLock(
  key: string,
  etag: string,
  { ID: id, Operation, Who: who, Created: createdAt }: TerraformLock,
): HeldLock {
  const stack = key.slice(0, -`.tfstate${terraformSuffix}`.length);
  // Such as OperationTypeApply.
  const command = `terraform ${Operation.replace("OperationType", "").toLowerCase()}`;
  return { ...{ key, etag, id, who, command, createdAt }, subject: `the state of stack ${stack}` };
}
