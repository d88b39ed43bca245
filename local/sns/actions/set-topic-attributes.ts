import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { checkTopicAttribute } from "../topic-attributes";

const shape = structure({ TopicArn: text({}), AttributeName: text({}) }, { AttributeValue: text({}) });

/** Sets an attribute of a topic; an empty value takes it away. @throws AwsError `NotFound`, `InvalidParameter` */
export function setTopicAttributes(sns: Sns, input: unknown): void {
  const { TopicArn, AttributeName, AttributeValue = "" } = readInput(shape, input);
  const { attributes } = sns.topic(TopicArn);
  checkTopicAttribute(AttributeName, AttributeValue);
  if (AttributeValue === "") attributes.delete(AttributeName);
  else attributes.set(AttributeName, AttributeValue);
}
