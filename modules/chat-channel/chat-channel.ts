import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { exclusivePolicies } from "../iam/exclusive-policies";
import { fromAccount, policyDocument, type Statement } from "../iam/policy-document";

/** See {@link ChatChannel}. */
export interface ChatChannelProps {
  /** At most 128 letters, digits, hyphens and underscores; one of a name in the account. */
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  /** Such as `aws`. */
  readonly partition: string;
  /** Of a workspace of Slack that someone has let in by AWS's console: no API can. */
  readonly workspaceId: string;
  readonly channelId: string;
  /** What whoever is in the channel may do, as far as AWS's CloudWatchReadOnlyAccess allows it. */
  readonly statements: readonly Statement[];
  readonly topicArns: readonly string[];
  /** ARN of the policy that the role's permissions stay within. @default none */
  readonly boundaryArn: string | undefined;
}

/** A channel of Slack that Amazon Q Developer in chat applications writes to what topics are told. */
export class ChatChannel extends Construct {
  constructor(scope: Construct, id: string, props: ChatChannelProps) {
    super(scope, id);
    const role = new IamRole(this, "Role", {
      name: props.roleName,
      permissionsBoundary: props.boundaryArn,
      assumeRolePolicy: policyDocument([
        {
          Sid: "Chat",
          Principal: { Service: "chatbot.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: fromAccount(props.account),
        },
      ]),
    });
    const policy = new IamRolePolicy(this, "Policy", {
      name: "chat",
      role: role.name,
      policy: policyDocument(props.statements),
    });
    exclusivePolicies(this, role, { inline: [policy.name], attached: [] });
    new ChatbotSlackChannelConfiguration(this, "Resource", {
      configurationName: props.name,
      iamRoleArn: role.arn,
      slackTeamId: props.workspaceId,
      slackChannelId: props.channelId,
      snsTopicArns: [...props.topicArns],
      // Where none is named, AWS lets the channel do whatever an administrator may.
      guardrailPolicyArns: [`arn:${props.partition}:iam::aws:policy/CloudWatchReadOnlyAccess`],
      dependsOn: [policy],
    });
  }
}
