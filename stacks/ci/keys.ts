import type { Environment } from "../../environments";
import type { Conditions } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./terraform-permissions";

/** Keys of KMS and topics of SNS. */
export function keyPermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  const keys = [names.keysArn];
  const topics = [names.topic("*").arn];
  // KMS makes up a key's ARN: what tells ours from others is the tags that the foundation gives its own.
  const tagged = (operator: string, at: "Request" | "Resource"): Conditions => ({
    [operator]: {
      [`aws:${at}Tag/project`]: environment.project,
      [`aws:${at}Tag/environment`]: environment.name,
      [`aws:${at}Tag/stack`]: "foundation",
    },
  });
  return {
    reads: [
      {
        Sid: "ReadKeys",
        Action: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
        Resource: keys,
      },
      { Sid: "ListAliases", Action: ["kms:ListAliases"], Resource: ["*"] },
      { Sid: "ReadTopics", Action: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], Resource: topics },
    ],
    writes: [
      { Sid: "MakeKeys", Action: ["kms:CreateKey"], Resource: ["*"], Condition: tagged("StringEquals", "Request") },
      {
        Sid: "TagNewKeys",
        Action: ["kms:TagResource"],
        Resource: keys,
        // Whoever tags a key as ours may change it. One that is being made has neither tags nor an alias; one that has
        // an alias, or others' tags, stays theirs.
        Condition: {
          ...tagged("StringEquals", "Request"),
          ...tagged("StringEqualsIfExists", "Resource"),
          Null: { "kms:ResourceAliases": "true" },
        },
      },
      // Asked of a key that is seconds old, whose tags KMS may take five minutes to go by; to another's key they do nothing.
      { Sid: "RotateKeys", Action: ["kms:EnableKeyRotation"], Resource: keys },
      {
        Sid: "NameKeys",
        Action: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
        Resource: [names.keyAlias("*").arn, ...keys],
      },
      {
        Sid: "ChangeKeys",
        Action: [
          "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateKeyDescription",
        ],
        Resource: keys,
        Condition: tagged("StringEquals", "Resource"),
      },
      {
        // These services try the key that they are given as whoever gives it to them, and keep it by a grant.
        Sid: "GiveKeys",
        Action: [
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ],
        Resource: keys,
        Condition: {
          StringEquals: { "kms:ViaService": ["dynamodb", "firehose", "kinesis"].map((service) => names.host(service)) },
        },
      },
      {
        Sid: "MakeTopics",
        Action: [
          "sns:CreateTopic",
          "sns:DeleteTopic",
          "sns:SetTopicAttributes",
          "sns:TagResource",
          "sns:UntagResource",
        ],
        Resource: topics,
      },
    ],
  };
}
