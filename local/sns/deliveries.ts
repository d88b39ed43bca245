import { setMaxListeners } from "node:events";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { MessageAttributes } from "./message";
import { contentOf, isRaw, type Notification } from "./notification";
import { postNotification } from "./post-notification";
import type { Subscription } from "./subscription";
import { topicMetrics } from "./topic-metrics";

/** What deliveries are made with. */
export interface DeliveryDependencies {
  readonly clock: Clock;
  /** Hears what CloudWatch is to know of topics. */
  readonly metrics: MetricRecorder;
  /** How requests are sent: the global `fetch`. */
  readonly fetch: typeof fetch;
  /** Puts a message on a queue; rejects with `AwsError` when the queue refuses it. */
  readonly sendMessage: (queueArn: string, body: string, attributes?: MessageAttributes) => Promise<void>;
  /** Where the endpoint is reached: what links in messages begin with. */
  readonly endpointUrl: () => string;
  /** Tells the person of what could not be delivered. */
  readonly notice: (line: string) => void;
}

/** What waits for a listener is in memory: 256 MB at most. Beyond it AWS would wait; here the next are undeliverable. */
const maxWaiting = 1_000;

/** Brings notifications to their subscribers, each on its own: none waits for another. */
export class Deliveries {
  readonly #dependencies: DeliveryDependencies;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** How many notifications a listener has yet to take. */
  readonly #waiting = new WeakMap<Subscription, number>();
  /** Whose last notification was not delivered: the person is told once. */
  readonly #failing = new WeakSet<Subscription>();

  constructor(dependencies: DeliveryDependencies) {
    this.#dependencies = dependencies;
    // Each request under way listens.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** Begins a delivery. What can't be delivered goes to the dead-letter queue; without one, only the person hears. */
  begin(notification: Notification, subscription: Subscription): void {
    const delivery = this.#deliver(notification, subscription);
    this.#underWay.add(delivery);
    void delivery.finally(() => this.#underWay.delete(delivery));
  }

  /** Ends the attempts under way and the waits between them; what they were about is forgotten. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  async #deliver(notification: Notification, subscription: Subscription): Promise<void> {
    const content = contentOf(notification, subscription, this.#dependencies.endpointUrl());
    const { protocol, endpoint } = subscription.destination;
    const reason =
      protocol === "sqs"
        ? await this.#send(endpoint, notification, subscription, content)
        : await this.#post(notification, subscription, content);
    const metrics = topicMetrics(this.#dependencies.metrics, subscription.topicArn);
    (reason === undefined ? metrics.delivered : metrics.failed).record(1);
    if (reason === undefined) this.#failing.delete(subscription);
    else await this.#giveUp(notification, subscription, content, reason);
  }

  /** A queue that refuses will refuse again: AWS tries it no more either. */
  async #send(
    queueArn: string,
    notification: Notification,
    subscription: Subscription,
    content: string,
  ): Promise<string | undefined> {
    const { attributes } = notification.message;
    try {
      await this.#dependencies.sendMessage(queueArn, content, isRaw(notification, subscription) ? attributes : {});
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return error.message;
    }
  }

  async #post(notification: Notification, subscription: Subscription, content: string): Promise<string | undefined> {
    const waiting = this.#waiting.get(subscription) ?? 0;
    if (waiting === maxWaiting) return `${maxWaiting} messages wait for it already`;
    this.#waiting.set(subscription, waiting + 1);
    try {
      return await postNotification(this.#dependencies, notification, subscription, content, this.#stopping.signal);
    } finally {
      this.#waiting.set(subscription, (this.#waiting.get(subscription) ?? 1) - 1);
    }
  }

  async #giveUp(
    notification: Notification,
    subscription: Subscription,
    content: string,
    reason: string,
  ): Promise<void> {
    const { deadLetterQueueArn } = subscription.settings;
    const refused =
      deadLetterQueueArn === undefined
        ? reason
        : await this.#send(deadLetterQueueArn, notification, subscription, content);
    if (refused === undefined || this.#failing.has(subscription)) return;
    this.#failing.add(subscription);
    const { destination, topicArn } = subscription;
    this.#dependencies.notice(`SNS could not deliver a message of ${topicArn} to ${destination.endpoint}: ${refused}`);
  }
}
