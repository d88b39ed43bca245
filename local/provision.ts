import type { Services } from "./resources/kind";
import { kinds } from "./resources/kinds";
import type { ResolvedResource } from "./terraform/stack";

/** Types without a part in the data path: what they would do in AWS is taken as given. `*` ends a family of types. */
const takenAsGiven = [
  "aws_iam_*",
  "aws_kms_*",
  "aws_sns_topic_policy",
  "aws_athena_*",
  "aws_chatbot_*",
  "aws_cloudwatch_query_definition",
  "aws_xray_group",
  "aws_glue_catalog_database",
  "aws_s3_bucket_*",
  "aws_sqs_queue_*",
];

/** Types of those families that do act on data: left out, and so named one by one. */
const actOnData = new Set([
  "aws_s3_bucket_notification",
  "aws_s3_bucket_replication_configuration",
  "aws_sqs_queue_redrive_policy",
]);

function isOf(type: string, family: string): boolean {
  if (actOnData.has(type)) return false;
  return family.endsWith("*") ? type.startsWith(family.slice(0, -1)) : type === family;
}

/**
 * Makes the resources of an environment in the order in which they need each other; names those that nothing here makes.
 * @throws Error naming the resource, when one can't be made
 */
export async function provision(resources: readonly ResolvedResource[], services: Services): Promise<void> {
  const given = new Set<string>();
  const unknown: string[] = [];
  for (const resource of resources) {
    const kind = kinds[resource.type];
    if (kind) {
      await kind.make(resource, services, resources);
      const unread = Object.keys(resource.attributes).filter((name) => !kind.known.has(name));
      if (unread.length > 0) services.notice(`${resource.address}: not emulated, and left out: ${unread.join(", ")}`);
    } else {
      const family = takenAsGiven.find((family) => isOf(resource.type, family));
      if (family) given.add(family);
      else unknown.push(resource.address);
    }
  }
  const { notice } = services;
  if (given.size > 0) notice(`taken as given, not enforced: ${[...given].sort().join(", ")}`);
  if (unknown.length > 0) notice(`not emulated, and left out: ${unknown.join(", ")}`);
}
