import { type Clock, sleep } from "../clock";
import { exchange, type HttpRequest } from "../http-exchange";
import { isRaw, type Notification } from "./notification";
import type { Subscription } from "./subscription";

/** AWS's default delivery policy for HTTP. */
const maxRetries = 3;
const retryAfterMs = 20_000;
/** AWS gives a listener about 15 seconds. */
const timeoutMs = 15_000;
const maxResponseBytes = 1024 * 1024;

/**
 * Posts a notification to its listener, again where AWS does: after no answer, 429 and 5xx.
 * @returns why it was not delivered; undefined when it was, or when `stopping` aborts
 */
export async function postNotification(
  { clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch },
  notification: Notification,
  subscription: Subscription,
  content: string,
  stopping: AbortSignal,
): Promise<string | undefined> {
  const request: HttpRequest = {
    url: subscription.destination.endpoint,
    headers: headersOf(notification, subscription),
    body: Buffer.from(content),
    timeoutMs,
  };
  for (let retries = 0; ; retries++) {
    const end = await exchange({ clock, fetch }, request, stopping, maxResponseBytes);
    if (stopping.aborted) return undefined;
    if (end.kind === "response" && end.status >= 200 && end.status < 300) return undefined;
    const isRetriable = end.kind === "no response" || end.status === 429 || end.status >= 500;
    const reason = end.kind === "response" ? `it answered ${end.status}` : end.message;
    if (!isRetriable || retries === maxRetries) return reason;
    await sleep(clock, retryAfterMs, stopping);
  }
}

function headersOf(notification: Notification, subscription: Subscription): Record<string, string> {
  return {
    "Content-Type": "text/plain; charset=UTF-8",
    "User-Agent": "Amazon Simple Notification Service Agent",
    "x-amz-sns-message-type": notification.type,
    "x-amz-sns-message-id": notification.messageId,
    "x-amz-sns-topic-arn": subscription.topicArn,
    ...(notification.type === "Notification" ? { "x-amz-sns-subscription-arn": subscription.arn } : {}),
    ...(isRaw(notification, subscription) ? { "x-amz-sns-rawdelivery": "true" } : {}),
  };
}
