import { readInput } from "../../server/input-shape";
import type { Sns } from "../sns";
import { ofSubscription } from "./names";

/** Ends a subscription, if it is there. */
export function unsubscribe(sns: Sns, input: unknown): void {
  sns.unsubscribe(readInput(ofSubscription, input).SubscriptionArn);
}
