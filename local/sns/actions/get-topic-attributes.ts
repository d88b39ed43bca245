import { readInput } from "../../server/input-shape";
import type { Sns } from "../sns";
import { topicAttributes } from "../topic-attributes";
import { ofTopic } from "./names";

/** Tells a topic's attributes. @throws AwsError `NotFound` */
export function getTopicAttributes(sns: Sns, input: unknown) {
  return { Attributes: topicAttributes(sns.topic(readInput(ofTopic, input).TopicArn), sns.accountId) };
}
