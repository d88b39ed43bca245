import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { chatChannels } from "../chat-channels";
import type { TerraformPermissions } from "./terraform-permissions";

/** Roles of functions, deliveries, Flink applications, channels of chat and operators, and the producers' policies. */
export function rolePermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  const roles = [names.role("*").arn];
  const policies = [names.producerPolicy("*").arn];
  return {
    reads: [
      {
        Sid: "ReadRoles",
        Action: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
        Resource: roles,
      },
      { Sid: "ReadPolicies", Action: ["iam:GetPolicy", "iam:GetPolicyVersion"], Resource: policies },
    ],
    writes: [
      {
        // A role within bounds, whoever may assume it and whatever its policies say: nothing is to be gained by one.
        Sid: "MakeBoundedRoles",
        Action: [
          "iam:CreateRole",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:UpdateAssumeRolePolicy",
        ],
        Resource: roles,
        Condition: { StringEquals: { "iam:PermissionsBoundary": names.workloadBoundary.arn } },
      },
      {
        Sid: "ChangeRoles",
        Action: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateRole"],
        Resource: roles,
      },
      {
        Sid: "PassRoles",
        Action: ["iam:PassRole"],
        Resource: roles,
        Condition: {
          StringEquals: {
            "iam:PassedToService": [
              ...(chatChannels(environment).length > 0 ? ["chatbot.amazonaws.com"] : []),
              ...["firehose.amazonaws.com", "kinesisanalytics.amazonaws.com", "lambda.amazonaws.com"],
            ],
          },
        },
      },
      {
        // People attach them to producers, which have no such bounds: what is attached can't be deleted, nor, without
        // CreatePolicyVersion, come to say anything else.
        Sid: "MakePolicies",
        Action: [
          "iam:CreatePolicy",
          "iam:DeletePolicy",
          "iam:DeletePolicyVersion",
          "iam:ListPolicyVersions",
          "iam:TagPolicy",
          "iam:UntagPolicy",
        ],
        Resource: policies,
      },
    ],
  };
}
