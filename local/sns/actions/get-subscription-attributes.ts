import { readInput } from "../../server/input-shape";
import type { Sns } from "../sns";
import { ofSubscription } from "./names";

/** Tells a subscription's attributes. @throws AwsError `NotFound` */
export function getSubscriptionAttributes(sns: Sns, input: unknown) {
  const { arn, topicArn, destination, isConfirmed, attributes } = sns.subscription(
    readInput(ofSubscription, input).SubscriptionArn,
  );
  return {
    Attributes: new Map([
      ["SubscriptionArn", arn],
      ["TopicArn", topicArn],
      ["Owner", sns.accountId],
      ["Protocol", destination.protocol],
      ["Endpoint", destination.endpoint],
      ["PendingConfirmation", String(!isConfirmed)],
      ["ConfirmationWasAuthenticated", String(destination.protocol === "sqs")],
      ["SubscriptionPrincipal", `arn:aws:iam::${sns.accountId}:root`],
      ["RawMessageDelivery", "false"],
      ...(attributes.has("FilterPolicy") ? ([["FilterPolicyScope", "MessageAttributes"]] as const) : []),
      ...attributes,
    ]),
  };
}
