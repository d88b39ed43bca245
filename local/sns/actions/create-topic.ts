import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { attributeMap } from "./attribute-map";
import { tagList, tagsOf } from "./tags";

const shape = structure({ Name: text({}) }, { Attributes: attributeMap, Tags: tagList });

/** Makes a topic, or gives the one of that name. @throws AwsError `InvalidParameter` when that one is different */
export function createTopic(sns: Sns, input: unknown) {
  const { Name, Attributes = {}, Tags = [] } = readInput(shape, input);
  return { TopicArn: sns.createTopic(Name, Attributes, tagsOf(Tags)).arn };
}
