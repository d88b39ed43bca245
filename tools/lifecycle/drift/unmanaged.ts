import type { ResourceChange } from "../plan-json";

/** A type of resource, and the attribute by which it names the other one. */
type Maker = readonly [type: string, attribute: string];

const ofBucket = (type: string): readonly Maker[] => [[`aws_s3_bucket_${type}`, "bucket"]];

/**
 * Settings that a resource only shows, and the resources that make them. The provider plans nothing for one that is not
 * in the code, so that a bucket opened to the world would go unseen.
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
  aws_iam_role: {
    inline_policy: [
      ["aws_iam_role_policies_exclusive", "role_name"],
      ["aws_iam_role_policy", "role"],
    ],
    managed_policy_arns: [
      ["aws_iam_role_policy_attachments_exclusive", "role_name"],
      ["aws_iam_role_policy_attachment", "role"],
    ],
  },
  aws_sns_topic: { policy: [["aws_sns_topic_policy", "arn"]] },
  aws_sqs_queue: {
    policy: [["aws_sqs_queue_policy", "queue_url"]],
    redrive_policy: [["aws_sqs_queue_redrive_policy", "queue_url"]],
    redrive_allow_policy: [["aws_sqs_queue_redrive_allow_policy", "queue_url"]],
  },
};

/**
 * Whether an attribute, on which a plan changes nothing, is a setting that nothing in the stack makes.
 * @param stack its resources
 */
export function isUnmanaged(
  attribute: string,
  { type, change }: ResourceChange,
  stack: readonly ResourceChange[],
): boolean {
  const found = makers[type]?.[attribute];
  if (found === undefined) return false;
  return !found.some(([maker, by]) =>
    stack.some(
      (other) => other.type === maker && (other.change.after ?? other.change.before)?.[by] === change.before?.["id"],
    ),
  );
}
