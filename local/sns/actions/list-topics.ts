import { readInput, structure } from "../../server/input-shape";
import type { Sns } from "../sns";
import { nextToken, page } from "./page";

const shape = structure({}, { NextToken: nextToken });

/** Lists topics, a hundred at a time. */
export function listTopics(sns: Sns, input: unknown) {
  const { items, NextToken } = page(sns.topics(), readInput(shape, input).NextToken);
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken };
}
