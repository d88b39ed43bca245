import { readInput } from "../../server/input-shape";
import type { Sns } from "../sns";
import { ofTopic } from "./names";

/** Ends a topic and its subscriptions, if it is there. */
export function deleteTopic(sns: Sns, input: unknown): void {
  sns.deleteTopic(readInput(ofTopic, input).TopicArn);
}
