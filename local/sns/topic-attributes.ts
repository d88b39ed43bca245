import { invalidParameter } from "./invalid-parameter";
import type { Topic } from "./topic";

/** What may be set of a topic; only `SignatureVersion` shows in what subscribers get, all else is kept and told again. */
const settable = new RegExp(
  "^(DeliveryPolicy|DisplayName|KmsMasterKeyId|Policy|SignatureVersion|TracingConfig|" +
    "(Application|Firehose|HTTP|Lambda|SQS)(FailureFeedbackRoleArn|SuccessFeedbackRoleArn|SuccessFeedbackSampleRate))$",
);

/** @param value empty to take the attribute away; @throws AwsError `InvalidParameter` for what can't be set of a topic */
export function checkTopicAttribute(name: string, value: string): void {
  if (!settable.test(name)) throw invalidParameter("AttributeName");
  if (name === "SignatureVersion" && !["", "1", "2"].includes(value)) throw invalidParameter("SignatureVersion");
}

/** All attributes of a topic, by AWS's names. */
export function topicAttributes(topic: Topic, accountId: string): ReadonlyMap<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const confirmed = subscriptions.filter(({ isConfirmed }) => isConfirmed).length;
  return new Map([
    ["TopicArn", topic.arn],
    ["Owner", accountId],
    ["DisplayName", ""],
    ["Policy", JSON.stringify(defaultPolicy(topic, accountId))],
    ["EffectiveDeliveryPolicy", JSON.stringify(defaultDeliveryPolicy)],
    ["SubscriptionsConfirmed", String(confirmed)],
    ["SubscriptionsPending", String(subscriptions.length - confirmed)],
    ["SubscriptionsDeleted", String(topic.deletedSubscriptions)],
    ...topic.attributes,
  ]);
}

const defaultDeliveryPolicy = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
};

/** AWS's own: all of the account may do all with it. */
function defaultPolicy({ arn }: Topic, accountId: string) {
  const subscribing = ["Subscribe", "ListSubscriptionsByTopic", "Publish"];
  const owning = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...owning, ...subscribing].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  };
}
