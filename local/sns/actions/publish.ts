import { readInput, structure, text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";
import type { Sns } from "../sns";
import { messageMembers, readEntry } from "./message-input";

const shape = structure(
  { Message: text({}) },
  { ...messageMembers, TopicArn: text({}), TargetArn: text({}), PhoneNumber: text({}) },
);

/** Publishes a message to a topic. @throws AwsError `NotFound`, `InvalidParameter`, `ParameterValueInvalid` */
export function publish(sns: Sns, input: unknown) {
  const { TopicArn, TargetArn, PhoneNumber, ...entry } = readInput(shape, input);
  if (PhoneNumber !== undefined) throw invalidParameter("PhoneNumber Reason: nothing leaves this machine: no SMS");
  const topicArn = TopicArn ?? TargetArn;
  if (topicArn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  const topic = sns.topic(topicArn);
  return { MessageId: sns.send(topic, readEntry(entry)) };
}
