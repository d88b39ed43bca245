import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { nextToken, page } from "./page";
import { byArn, subscriptionOutput } from "./subscription-output";

const shape = structure({ TopicArn: text({}) }, { NextToken: nextToken });

/** Lists a topic's subscriptions, a hundred at a time. @throws AwsError `NotFound` */
export function listSubscriptionsByTopic(sns: Sns, input: unknown) {
  const { TopicArn, NextToken: token } = readInput(shape, input);
  const { items, NextToken } = page(byArn([...sns.topic(TopicArn).subscriptions.values()]), token);
  return { Subscriptions: items.map((item) => subscriptionOutput(sns, item)), NextToken };
}
