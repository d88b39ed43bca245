import { readInput, structure } from "../../server/input-shape";
import type { Sns } from "../sns";
import { nextToken, page } from "./page";
import { byArn, subscriptionOutput } from "./subscription-output";

const shape = structure({}, { NextToken: nextToken });

/** Lists the subscriptions of all topics, a hundred at a time. */
export function listSubscriptions(sns: Sns, input: unknown) {
  const subscriptions = sns.topics().flatMap((topic) => [...topic.subscriptions.values()]);
  const { items, NextToken } = page(byArn(subscriptions), readInput(shape, input).NextToken);
  return { Subscriptions: items.map((item) => subscriptionOutput(sns, item)), NextToken };
}
