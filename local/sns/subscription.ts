import { EventPatternError } from "../event-pattern";
import { parseJson } from "../parse-json";
import type { Destination } from "./destination";
import { compileFilterPolicy, type MessageFilter } from "./filter-policy";
import { invalidParameter } from "./invalid-parameter";

/** What does not change of a subscription. */
export interface SubscriptionFacts {
  readonly arn: string;
  readonly topicArn: string;
  readonly destination: Destination;
  /** What its endpoint confirms it with. */
  readonly token: string;
}

/** What is told to go to one place of all that a topic gets. */
export class Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly destination: Destination;
  readonly token: string;
  /** One that is not gets nothing but the request to confirm it. */
  isConfirmed: boolean;
  #attributes: ReadonlyMap<string, string>;
  #settings: SubscriptionSettings;

  /**
   * A queue of the account's own needs no confirmation.
   * @param attributes as SetSubscriptionAttributes takes them, by AWS's names
   * @throws AwsError `InvalidParameter` for an attribute
   */
  constructor({ arn, topicArn, destination, token }: SubscriptionFacts, attributes: ReadonlyMap<string, string>) {
    this.arn = arn;
    this.topicArn = topicArn;
    this.destination = destination;
    this.token = token;
    this.isConfirmed = destination.protocol === "sqs";
    this.#attributes = attributes;
    this.#settings = readSettings(attributes);
  }

  get attributes(): ReadonlyMap<string, string> {
    return this.#attributes;
  }

  get settings(): SubscriptionSettings {
    return this.#settings;
  }

  /** Sets an attribute; an empty value takes it away. @throws AwsError `InvalidParameter` */
  set(name: string, value: string): void {
    const attributes = new Map(this.#attributes);
    if (value === "") attributes.delete(name);
    else attributes.set(name, value);
    this.#settings = readSettings(attributes);
    this.#attributes = attributes;
  }
}

/** What a subscription's attributes ask for. */
export interface SubscriptionSettings {
  /** Whether messages come bare, without SNS's envelope. */
  readonly isRaw: boolean;
  readonly passes: MessageFilter;
  /** The queue for what can't be delivered. */
  readonly deadLetterQueueArn?: string;
}

/** Kept and told again, without effect here. */
const withoutEffect = ["DeliveryPolicy", "SubscriptionRoleArn"];
const known = ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy", ...withoutEffect];

function readSettings(attributes: ReadonlyMap<string, string>): SubscriptionSettings {
  if ([...attributes.keys()].some((name) => !known.includes(name))) throw invalidParameter("AttributeName");
  const redrivePolicy = attributes.get("RedrivePolicy");
  return {
    isRaw: isTrue(attributes.get("RawMessageDelivery")),
    passes: filterOf(attributes.get("FilterPolicy"), attributes.get("FilterPolicyScope")),
    ...(redrivePolicy === undefined ? {} : { deadLetterQueueArn: deadLetterQueueOf(redrivePolicy) }),
  };
}

function isTrue(raw = "false"): boolean {
  const lower = raw.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  throw invalidParameter(`RawMessageDelivery: Invalid value [${raw}]. Must be true or false.`);
}

function filterOf(policy: string | undefined, scope = "MessageAttributes"): MessageFilter {
  if (scope !== "MessageAttributes" && scope !== "MessageBody") {
    const choice = "Please use either MessageBody or MessageAttributes";
    throw invalidParameter(`FilterPolicyScope: Invalid value [${scope}]. ${choice}`);
  }
  if (policy === undefined) return () => true;
  try {
    return compileFilterPolicy(policy, scope);
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw invalidParameter(`FilterPolicy: ${error.message}`);
  }
}

function deadLetterQueueOf(policy: string): string {
  const parsed = parseJson(policy) as { readonly deadLetterTargetArn?: unknown } | null | undefined;
  const arn = parsed?.deadLetterTargetArn;
  if (parsed === undefined) throw invalidParameter("RedrivePolicy: failed to parse JSON.");
  if (typeof arn === "string" && /^arn:aws[a-z-]*:sqs:/.test(arn)) return arn;
  throw invalidParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn");
}
