import type { ResourceChange } from "../plan-json";
import { attributeOf } from "./leaves";

/** A type of resource, and the attribute by which it names the other one. */
type Maker = readonly [type: string, attribute: string];

const ofBucket = (type: string): readonly Maker[] => [[`aws_s3_bucket_${type}`, "bucket"]];

/** No other resource makes it. */
const ofNoOther: readonly Maker[] = [];

/**
 * Settings for which the provider plans nothing where they are not in the code (it calls them optional and computed), and
 * the other resources that make them: a bucket opened to the world would go unseen.
 */
const makers: Readonly<Record<string, Readonly<Record<string, readonly Maker[]>>>> = {
  aws_s3_bucket: {
    acceleration_status: ofBucket("accelerate_configuration"),
    acl: ofBucket("acl"),
    cors_rule: ofBucket("cors_configuration"),
    grant: ofBucket("acl"),
    lifecycle_rule: ofBucket("lifecycle_configuration"),
    logging: ofBucket("logging"),
    object_lock_configuration: ofBucket("object_lock_configuration"),
    policy: ofBucket("policy"),
    replication_configuration: ofBucket("replication_configuration"),
    request_payer: ofBucket("request_payment_configuration"),
    server_side_encryption_configuration: ofBucket("server_side_encryption_configuration"),
    versioning: ofBucket("versioning"),
    website: ofBucket("website_configuration"),
  },
  aws_dynamodb_table: { "server_side_encryption.kms_key_arn": ofNoOther },
  aws_s3_bucket_lifecycle_configuration: { transition_default_minimum_object_size: ofNoOther },
  aws_glue_catalog_database: { create_table_default_permission: ofNoOther, location_uri: ofNoOther },
  aws_glue_catalog_table: { partition_index: ofNoOther },
  aws_lambda_function: { ephemeral_storage: ofNoOther, logging_config: ofNoOther },
  aws_kms_key: { rotation_period_in_days: ofNoOther },
  // Beside one that only makes a policy or attaches one, somebody may have added another.
  aws_iam_role: {
    inline_policy: [["aws_iam_role_policies_exclusive", "role_name"]],
    managed_policy_arns: [["aws_iam_role_policy_attachments_exclusive", "role_name"]],
  },
  aws_sns_topic: {
    policy: [["aws_sns_topic_policy", "arn"]],
    signature_version: ofNoOther,
    tracing_config: ofNoOther,
  },
  aws_sqs_queue: {
    policy: [["aws_sqs_queue_policy", "queue_url"]],
    redrive_policy: [["aws_sqs_queue_redrive_policy", "queue_url"]],
    redrive_allow_policy: [["aws_sqs_queue_redrive_allow_policy", "queue_url"]],
  },
};

/**
 * What a Flink application is when somebody has stopped it: the provider starts one only where the code begins to say so.
 * In every other status it runs, if not at once: AWS itself scales it and maintains it.
 */
const stopped: readonly unknown[] = ["STOPPING", "FORCE_STOPPING", "READY"];

/**
 * Whether a place in a resource, of which the code says nothing, is a setting that nothing in the stack makes.
 * @param stack its resources
 */
export function isUnmanaged(path: string, { type, change }: ResourceChange, stack: readonly ResourceChange[]): boolean {
  if (type === "aws_kinesisanalyticsv2_application") {
    return path === "status" && stopped.includes(change.before?.["status"]);
  }
  const ofType = makers[type] ?? {};
  const found = ofType[path.replace(/\[\d+\]/g, "")] ?? ofType[attributeOf(path)];
  if (found === undefined) return false;
  return !found.some(([maker, by]) =>
    stack.some(
      (other) => other.type === maker && (other.change.after ?? other.change.before)?.[by] === change.before?.["id"],
    ),
  );
}
