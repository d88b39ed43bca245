import type { Subscription } from "./subscription";

/** A topic and who hears of it. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** What was set of it, by AWS's names. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** By ARN. */
  readonly subscriptions: Map<string, Subscription>;
  /** How many subscriptions it had that were ended. */
  deletedSubscriptions: number;
}
