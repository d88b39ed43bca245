import { GetObjectCommand, HeadBucketCommand, NoSuchKey, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { clientConfig, type Target } from "./target";

/** The state of a stack, as far as Weir reads it (Terraform's format 4). */
export interface State {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly StateResource[];
}

/** A resource of a state, with an instance for each `count` or `for_each` (CDKTF makes one). */
export interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    /** Of which every resource of AWS has an `id`, and a role the policy that says who may take it on. */
    readonly attributes: { readonly id?: unknown; readonly assume_role_policy?: unknown };
    /** `tainted` is what was being made when Terraform was interrupted, or failed. */
    readonly status?: string;
    /** The addresses of all that it was made with, directly or by way of others. */
    readonly dependencies?: readonly string[];
  }[];
}

/**
 * The state that the environment's bucket has of a stack; `undefined` when it has none yet.
 * @throws Error when there is no such bucket, with the command that makes it
 */
export function readState(target: Target, stack: string): Promise<State | undefined> {
  const { stateBucket, stateKey } = target.names;
  return withStateBucket(target, async (s3) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: stateBucket.name, Key: stateKey(stack) }));
      const text = await Body?.transformToString();
      return text ? (JSON.parse(text) as State) : undefined;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  });
}

/** @throws Error when the environment has no state bucket yet, or one that these credentials don't reach */
export async function verifyStateBucket(target: Target): Promise<void> {
  if (await hasStateBucket(target)) return;
  throw missingBucket(target);
}

/**
 * Whether the environment has a state bucket.
 * @throws Error when these credentials don't reach it
 */
export function hasStateBucket(target: Target): Promise<boolean> {
  const { environment, names } = target;
  const bucket = names.stateBucket.name;
  return withStateBucket(target, async (s3) => {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: environment.account }));
      return true;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 404) return false;
      // S3 says no more than that to HEAD, which has no body.
      if (status === 301) {
        throw new Error(
          `the state bucket ${bucket} is in another region than ${environment.region}: an environment does not move with its state; put region in environments/${environment.name}.ts back, or destroy the environment and its state bucket first`,
        );
      }
      if (status === 403) {
        throw new Error(
          `S3 denies access to the state bucket ${bucket}: it needs s3:ListBucket, and to be this account's`,
        );
      }
      throw error;
    }
  });
}

/**
 * Does something with the state bucket.
 * @throws Error when there is none, with the command that makes it
 */
export async function withStateBucket<T>(target: Target, work: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = new S3Client(clientConfig(target));
  try {
    return await work(s3);
  } catch (error) {
    if (!isMissingBucket(error)) throw error;
    throw missingBucket(target);
  } finally {
    s3.destroy();
  }
}

/** By its name: only some of the SDK's operations know its class. */
export function isMissingBucket(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === "NoSuchBucket";
}

function missingBucket({ environment, names }: Target): Error {
  return new Error(
    `there is no state bucket ${names.stateBucket.name} yet: weir bootstrap --env ${environment.name} makes it`,
  );
}
