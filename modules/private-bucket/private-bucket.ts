import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { denyInsecureTransport, policyDocument, type Statement } from "../iam/policy-document";

/** What S3 encrypts objects with: its own keys, or a key of KMS (`aws/s3` without a `keyArn`). */
export type BucketEncryption = { readonly kind: "s3" } | KmsEncryption;

interface KmsEncryption {
  readonly kind: "kms";
  readonly keyArn: string | undefined;
  /** What writers may call the key as well. @default its ARN alone */
  readonly aliasArn?: string;
}

/** See {@link PrivateBucket}. */
export interface PrivateBucketProps {
  readonly name: string;
  readonly arn: string;
  /** Whether Terraform refuses to destroy it, or what keeps it closed and whole; if not, it is emptied first. */
  readonly isProtected: boolean;
  readonly encryption: BucketEncryption;
  /** The bucket that its access logs go to, once that accepts them. */
  readonly accessLogs?: { readonly bucketName: string; readonly ready: ITerraformDependable };
  /** Days that a version stays after it was overwritten or deleted. @default none is kept: no versioning */
  readonly noncurrentExpiryDays?: number;
  /** Beside the rules that every bucket has. */
  readonly lifecycleRules?: readonly S3BucketLifecycleConfigurationRule[];
  /** Beside the statements that every bucket has. */
  readonly policyStatements?: readonly Statement[];
}

/** A bucket that is closed to the public and to plain HTTP, and where the owner's policies are all there is. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** The bucket's policy: who needs a statement of it waits for this. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const lifecycle = { preventDestroy: props.isProtected };
    const resource = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: !props.isProtected,
      lifecycle,
    });
    const bucket = resource.id;
    this.name = props.name;
    this.arn = props.arn;

    const closed = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      lifecycle,
    });
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      lifecycle,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [encryptionRule(props.encryption)],
      lifecycle,
    });
    this.policy = new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: policyDocument([
        denyInsecureTransport("s3:*", [props.arn, `${props.arn}/*`]),
        ...denyOtherKeys(props),
        ...(props.policyStatements ?? []),
      ]),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [closed],
      lifecycle,
    });
    const versioning =
      props.noncurrentExpiryDays !== undefined &&
      new S3BucketVersioningA(this, "Versioning", {
        bucket,
        versioningConfiguration: { status: "Enabled" },
        lifecycle,
      });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      rule: [...everyBucketsRules(props.noncurrentExpiryDays), ...(props.lifecycleRules ?? [])],
      ...(versioning && { dependsOn: [versioning] }),
      lifecycle,
    });
    if (props.accessLogs) {
      new S3BucketLoggingA(this, "AccessLogging", {
        bucket,
        targetBucket: props.accessLogs.bucketName,
        targetPrefix: `${props.name}/`,
        dependsOn: [props.accessLogs.ready],
        lifecycle,
      });
    }
  }
}

function encryptionRule(encryption: BucketEncryption) {
  if (encryption.kind === "s3") return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.keyArn };
  // One data key for many objects: far fewer calls to KMS.
  return { applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true };
}

/** Refuses objects under a foreign key; a writer that names none gets the bucket's. */
function denyOtherKeys({ encryption, arn }: PrivateBucketProps): Statement[] {
  if (encryption.kind === "s3" || encryption.keyArn === undefined) return [];
  const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const { keyArn, aliasArn } = encryption;
  return [
    {
      Sid: "DenyOtherKeys",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject"],
      Resource: [`${arn}/*`],
      // "Not equal" holds for a header that is not there as well, with "IfExists" too: Null asks whether it is.
      Condition: {
        StringNotEquals: { [keyId]: aliasArn === undefined ? keyArn : [keyArn, aliasArn] },
        Null: { [keyId]: "false" },
      },
    },
  ];
}

function everyBucketsRules(noncurrentDays: number | undefined): S3BucketLifecycleConfigurationRule[] {
  const everything = { status: "Enabled", filter: [{ prefix: "" }] };
  const abort = {
    ...everything,
    id: "abort-incomplete-uploads",
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
  if (noncurrentDays === undefined) return [abort];
  return [
    abort,
    { ...everything, id: "expire-noncurrent-versions", noncurrentVersionExpiration: [{ noncurrentDays }] },
  ];
}
