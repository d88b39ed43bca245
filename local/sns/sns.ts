import { AwsError } from "../aws-error";
import type { Random } from "../random";
import { Deliveries, type DeliveryDependencies } from "./deliveries";
import { readDestination } from "./destination";
import { invalidParameter, requireArn } from "./invalid-parameter";
import { type Message, type PublishOptions, readMessage } from "./message";
import { Subscription } from "./subscription";
import type { Topic } from "./topic";
import { checkTopicAttribute } from "./topic-attributes";
import { topicMetrics } from "./topic-metrics";

/** What the engine stands on. */
export interface SnsOptions extends DeliveryDependencies {
  readonly random: Random;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
}

/** By AWS's names. */
type Texts = Readonly<Record<string, string>>;

/** SNS of one account and region: topics and their subscriptions, in memory. */
export class Sns {
  readonly accountId: string;
  readonly region: string;
  readonly #options: SnsOptions;
  readonly #deliveries: Deliveries;
  readonly #topics = new Map<string, Topic>();

  constructor(options: SnsOptions) {
    this.accountId = options.accountId;
    this.region = options.region;
    this.#options = options;
    this.#deliveries = new Deliveries(options);
  }

  /**
   * Makes a topic, or gives the one of that name.
   * @throws AwsError `InvalidParameter`, also when the one that is there has other attributes or tags
   */
  createTopic(name: string, attributes: Texts = {}, tags: Texts = {}): Topic {
    if (name.endsWith(".fifo")) throw invalidParameter("Topic Name Reason: FIFO topics are not part of the local AWS");
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
    for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value);
    const arn = `arn:aws:sns:${this.region}:${this.accountId}:${name}`;
    const existing = this.#topics.get(arn);
    if (existing) {
      const differ = (kept: ReadonlyMap<string, string>, asked: Texts) =>
        Object.entries(asked).some(([key, value]) => kept.get(key) !== value);
      const already = "Topic already exists with different";
      if (differ(existing.attributes, attributes)) throw invalidParameter(`Attributes Reason: ${already} attributes`);
      if (differ(existing.tags, tags)) throw invalidParameter(`Tags Reason: ${already} tags`);
      return existing;
    }
    const topic: Topic = {
      arn,
      name,
      attributes: new Map(Object.entries(attributes)),
      tags: new Map(Object.entries(tags)),
      subscriptions: new Map(),
      deletedSubscriptions: 0,
    };
    this.#topics.set(arn, topic);
    return topic;
  }

  /** Ends a topic and its subscriptions, if it is there. */
  deleteTopic(arn: string): void {
    requireArn(arn, "TopicArn");
    this.#topics.delete(arn);
  }

  /** @throws AwsError `InvalidParameter` for what is no ARN, `NotFound` when there is no such topic */
  topic(arn: string): Topic {
    requireArn(arn, "TopicArn");
    const topic = this.#topics.get(arn);
    if (topic) return topic;
    throw new AwsError("NotFound", "Topic does not exist", 404);
  }

  /** All topics, by ARN. */
  topics(): readonly Topic[] {
    return [...this.#topics.values()].sort((one, other) => (one.arn < other.arn ? -1 : 1));
  }

  /**
   * Lets a queue, or a listener on this machine, hear of what a topic gets. A listener is asked to confirm it first; a
   * second subscription of the same endpoint is the first, and asks again while that is pending.
   * @param attributes as SetSubscriptionAttributes takes them
   * @throws AwsError `InvalidParameter`; `NotFound` when there is no such topic
   */
  subscribe(topicArn: string, protocol: string, endpoint: string, attributes: Texts = {}): Subscription {
    const topic = this.topic(topicArn);
    const destination = readDestination(protocol, endpoint);
    const existing = [...topic.subscriptions.values()].find(
      (subscription) =>
        subscription.destination.protocol === protocol && subscription.destination.endpoint === endpoint,
    );
    if (existing) {
      if (Object.entries(attributes).some(([name, value]) => existing.attributes.get(name) !== value)) {
        throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
      }
      if (!existing.isConfirmed) this.#askToConfirm(topic, existing);
      return existing;
    }
    const { random } = this.#options;
    const token = `${random.uuid()}${random.uuid()}`.replaceAll("-", "");
    const facts = { arn: `${topicArn}:${random.uuid()}`, topicArn, destination, token };
    const subscription = new Subscription(facts, new Map(Object.entries(attributes)));
    topic.subscriptions.set(subscription.arn, subscription);
    if (!subscription.isConfirmed) this.#askToConfirm(topic, subscription);
    return subscription;
  }

  /** Confirms a subscription, again and again if asked to. @throws AwsError `InvalidParameter` for another token */
  confirmSubscription(topicArn: string, token: string): Subscription {
    const subscriptions = [...this.topic(topicArn).subscriptions.values()];
    const subscription = subscriptions.find((candidate) => candidate.token === token);
    if (!subscription) throw invalidParameter("Token");
    subscription.isConfirmed = true;
    return subscription;
  }

  /** Ends a subscription, if it is there. @throws AwsError `InvalidParameter` for what is no ARN */
  unsubscribe(arn: string): void {
    requireArn(arn, "SubscriptionArn");
    const topic = this.#topics.get(topicArnOf(arn));
    if (topic?.subscriptions.delete(arn)) topic.deletedSubscriptions += 1;
  }

  /** @throws AwsError `InvalidParameter` for what is no ARN, `NotFound` when there is no such subscription */
  subscription(arn: string): Subscription {
    requireArn(arn, "SubscriptionArn");
    const subscription = this.#topics.get(topicArnOf(arn))?.subscriptions.get(arn);
    if (subscription) return subscription;
    throw new AwsError("NotFound", "Subscription does not exist", 404);
  }

  /**
   * Publishes a message to all confirmed subscribers that want it, and does not wait for them.
   * @returns its id
   * @throws AwsError `InvalidParameter`, `ParameterValueInvalid`; `NotFound` when there is no such topic
   */
  publish(topicArn: string, text: string, options: PublishOptions = {}): string {
    return this.send(this.topic(topicArn), readMessage(text, options));
  }

  /** Publishes a message that was read before. @returns its id */
  send(topic: Topic, message: Message): string {
    topicMetrics(this.#options.metrics, topic.arn).published.record(1);
    const notification = this.#notification(topic, "Notification", message);
    for (const subscription of topic.subscriptions.values()) {
      const { isConfirmed, settings, destination } = subscription;
      if (isConfirmed && settings.passes(message.textFor(destination.protocol), message.attributes)) {
        this.#deliveries.begin(notification, subscription);
      }
    }
    return notification.messageId;
  }

  /** Ends what is being delivered. */
  close(): Promise<void> {
    return this.#deliveries.close();
  }

  #askToConfirm(topic: Topic, subscription: Subscription): void {
    const text =
      `You have chosen to subscribe to the topic ${topic.arn}.\n` +
      "To confirm the subscription, visit the SubscribeURL included in this message.";
    this.#deliveries.begin(this.#notification(topic, "SubscriptionConfirmation", readMessage(text, {})), subscription);
  }

  #notification(topic: Topic, type: "Notification" | "SubscriptionConfirmation", message: Message) {
    return {
      type,
      messageId: this.#options.random.uuid(),
      message,
      sentMs: this.#options.clock.now(),
      signatureVersion: topic.attributes.get("SignatureVersion") ?? "1",
    };
  }
}

/** A subscription's ARN continues its topic's. */
function topicArnOf(subscriptionArn: string): string {
  return subscriptionArn.slice(0, subscriptionArn.lastIndexOf(":"));
}
