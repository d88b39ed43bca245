import type { Sns } from "../sns";
import type { Subscription } from "../subscription";

/** A subscription as the lists show it. */
export function subscriptionOutput({ accountId }: Sns, { arn, isConfirmed, topicArn, destination }: Subscription) {
  return {
    SubscriptionArn: isConfirmed ? arn : "PendingConfirmation",
    Owner: accountId,
    Protocol: destination.protocol,
    Endpoint: destination.endpoint,
    TopicArn: topicArn,
  };
}

/** Subscriptions in the order of the lists. */
export function byArn(subscriptions: readonly Subscription[]): Subscription[] {
  return [...subscriptions].sort((one, other) => (one.arn < other.arn ? -1 : 1));
}
