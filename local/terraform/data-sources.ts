import type { AwsAccount } from "./aws-account";
import { EvaluationError } from "./errors";
import { renderIamPolicyDocument } from "./iam-policy-document";
import type { ValueMap } from "./value";

/**
 * What a data source answers, its arguments aside.
 * @throws EvaluationError for a type that the reader doesn't know
 */
export function readDataSource(type: string, attributes: ValueMap, account: AwsAccount): ValueMap {
  const read = Object.hasOwn(dataSources, type) ? dataSources[type] : undefined;
  if (read) return read(attributes, account);
  const known = Object.keys(dataSources).join(", ");
  throw new EvaluationError(`the data source ${type} is not supported; those that are: ${known}`);
}

const dataSources: Readonly<Record<string, (attributes: ValueMap, account: AwsAccount) => ValueMap>> = {
  aws_availability_zones: (_, { region }) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zone_ids: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
  }),
  aws_caller_identity: (_, { accountId, partition }) => ({
    id: accountId,
    account_id: accountId,
    arn: `arn:${partition}:iam::${accountId}:root`,
    user_id: accountId,
  }),
  aws_iam_policy_document: renderIamPolicyDocument,
  aws_partition: (_, { partition, dnsSuffix }) => ({
    id: partition,
    partition,
    dns_suffix: dnsSuffix,
    reverse_dns_prefix: dnsSuffix.split(".").reverse().join("."),
  }),
  aws_region: (_, { region, dnsSuffix }) => ({
    id: region,
    name: region,
    region,
    endpoint: `ec2.${region}.${dnsSuffix}`,
  }),
};
