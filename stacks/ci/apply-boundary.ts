import type { Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";

/**
 * What applying may do at most, whatever its policies come to say. A boundary grants nothing, so here a whole service
 * may be named; what matters is refused in so many words: its own power, roles without bounds, and the loss of states.
 */
export function applyBoundary(environment: Environment, stateKeyArn: string | undefined): Statement[] {
  return [
    {
      Sid: "Services",
      Action: [
        ...["athena", "chatbot", "cloudwatch", "dynamodb", "firehose", "glue", "kinesis", "kinesisanalytics", "kms"],
        ...["lambda", "logs", "s3", "sns", "sqs", "xray"],
      ].map((service) => `${service}:*`),
      Resource: ["*"],
    },
    ...roleStatements(environment),
    ...stateStatements(environment, stateKeyArn),
  ];
}

function roleStatements(environment: Environment): Statement[] {
  const names = namesOf(environment);
  return [
    {
      Sid: "Roles",
      Action: [
        "iam:CreatePolicy",
        "iam:CreateRole",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListPolicyVersions",
        "iam:ListRolePolicies",
        "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:TagPolicy",
        "iam:TagRole",
        "iam:UntagPolicy",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      Resource: [names.role("*").arn, names.producerPolicy("*").arn],
    },
    // It can't be given to anyone else than the service.
    { Sid: "ServiceRoles", Action: ["iam:CreateServiceLinkedRole"], Resource: [names.chatServiceRoleArn] },
    {
      Sid: "DenyOwnPower",
      Effect: "Deny",
      Action: ["iam:*"],
      Resource: [names.role("ci-*").arn, names.ciPolicy("*").arn, names.githubProviderArn],
    },
    {
      Sid: "DenyRolesWithoutBounds",
      Effect: "Deny",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"],
      Resource: ["*"],
      // It holds for a role that has no boundary, too.
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": names.workloadBoundary.arn } },
    },
  ];
}

function stateStatements(environment: Environment, stateKeyArn: string | undefined): Statement[] {
  const names = namesOf(environment);
  const { arn } = names.stateBucket;
  const statements: Statement[] = [
    {
      Sid: "DenyStateBucket",
      Effect: "Deny",
      Action: [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:DeleteObjectVersion",
        "s3:PutBucketAcl",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: [arn, `${arn}/*`],
    },
    {
      Sid: "DenyBootstrapState",
      Effect: "Deny",
      Action: ["s3:DeleteObject", "s3:PutObject"],
      Resource: [`${arn}/${names.stateKey("bootstrap")}*`],
    },
    // A state that was deleted is one that says nothing exists.
    { Sid: "DenyStateLoss", Effect: "Deny", Action: ["s3:DeleteObject"], Resource: [`${arn}/*.tfstate`] },
  ];
  if (stateKeyArn !== undefined) {
    statements.push({
      Sid: "DenyStateKey",
      Effect: "Deny",
      Action: [
        "kms:DeleteAlias",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
      ],
      Resource: [stateKeyArn, names.stateKeyAlias.arn],
    });
  }
  return statements;
}
