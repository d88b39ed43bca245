import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { taggedTopic } from "./tagged-topic";

const shape = structure({ ResourceArn: text({}) }, {});

/** Lists a topic's tags. @throws AwsError `ResourceNotFound` */
export function listTagsForResource(sns: Sns, input: unknown) {
  const { tags } = taggedTopic(sns, readInput(shape, input).ResourceArn);
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}
