import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { withStateBucket } from "../remote-state";
import type { Target } from "../target";
import type { Finding } from "./finding";

const check = "state bucket";

/** Looks at what keeps the states safe. */
export async function checkStateBucket(target: Target): Promise<Finding[]> {
  const bucket = target.names.stateBucket.name;
  const missing = await withStateBucket(target, async (s3) => {
    const safe = await Promise.all([isVersioned(s3, bucket), isEncrypted(s3, bucket), isPrivate(s3, bucket)]);
    return ["versioning", "KMS encryption", "block of public access"].filter((_, index) => !safe[index]);
  });
  if (missing.length === 0) return [{ check, verdict: "ok", message: `${bucket}: versioned, encrypted, private` }];
  const fix = `weir bootstrap --env ${target.environment.name} puts it back`;
  return missing.map((what) => ({ check, verdict: "problem", message: `${bucket} has no ${what}`, fix }));
}

async function isVersioned(s3: S3Client, Bucket: string): Promise<boolean> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  return Status === "Enabled";
}

async function isEncrypted(s3: S3Client, Bucket: string): Promise<boolean> {
  const asked = s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const answer = await unlessMissing(asked, "ServerSideEncryptionConfigurationNotFoundError");
  const rules = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
  return rules.some((rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm?.startsWith("aws:kms"));
}

async function isPrivate(s3: S3Client, Bucket: string): Promise<boolean> {
  const asked = s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  const blocks = (await unlessMissing(asked, "NoSuchPublicAccessBlockConfiguration"))?.PublicAccessBlockConfiguration;
  return Boolean(
    blocks?.BlockPublicAcls && blocks.IgnorePublicAcls && blocks.BlockPublicPolicy && blocks.RestrictPublicBuckets,
  );
}

/** @param code of S3's error for a bucket that has no such configuration */
async function unlessMissing<T>(answer: Promise<T>, code: string): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === code) return undefined;
    throw error;
  }
}
