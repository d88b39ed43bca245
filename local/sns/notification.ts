import type { Message, MessageAttributes } from "./message";
import type { Subscription } from "./subscription";

/** What goes to one subscriber. */
export interface Notification {
  readonly type: "Notification" | "SubscriptionConfirmation";
  readonly messageId: string;
  readonly message: Message;
  /** Milliseconds since the epoch. */
  readonly sentMs: number;
  /** `1` or `2`, as the topic's attribute says. */
  readonly signatureVersion: string;
}

/** Nothing signs here: there is no key that a receiver could check it with. */
const signature = Buffer.from("made up by the local AWS").toString("base64");

/** What a notification says: the publisher's words where they are asked for raw, else in SNS's envelope. */
export function contentOf(notification: Notification, subscription: Subscription, endpointUrl: string): string {
  return isRaw(notification, subscription)
    ? notification.message.textFor(subscription.destination.protocol)
    : envelope(notification, subscription, endpointUrl);
}

/** A request to confirm is never raw. */
export function isRaw({ type }: Notification, { settings }: Subscription): boolean {
  return settings.isRaw && type === "Notification";
}

function envelope(notification: Notification, subscription: Subscription, endpointUrl: string): string {
  const { type, messageId, message, sentMs, signatureVersion } = notification;
  const { arn, topicArn, token, destination } = subscription;
  const link = (action: string, parameters: Readonly<Record<string, string>>) =>
    `${endpointUrl}/?${new URLSearchParams({ Action: action, ...parameters })}`;
  const text = message.textFor(destination.protocol);
  const isConfirmation = type === "SubscriptionConfirmation";
  return JSON.stringify({
    Type: type,
    MessageId: messageId,
    ...(isConfirmation ? { Token: token } : {}),
    TopicArn: topicArn,
    Subject: message.subject,
    Message: text,
    ...(isConfirmation
      ? { SubscribeURL: link("ConfirmSubscription", { TopicArn: topicArn, Token: token }) }
      : { UnsubscribeURL: link("Unsubscribe", { SubscriptionArn: arn }) }),
    Timestamp: new Date(sentMs).toISOString(),
    SignatureVersion: signatureVersion,
    Signature: signature,
    SigningCertURL: `${endpointUrl}/SimpleNotificationService.pem`,
    MessageAttributes: attributesOf(message.attributes),
  });
}

/** Left out where there are none. */
function attributesOf(attributes: MessageAttributes): object | undefined {
  const entries = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    return [name, { Type: DataType, Value: StringValue ?? BinaryValue }];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
