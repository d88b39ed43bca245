import { list, readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { taggedTopic } from "./tagged-topic";
import { tagKey } from "./tags";

const shape = structure({ ResourceArn: text({}), TagKeys: list(tagKey, {}) }, {});

/** Takes tags away, if they are there. @throws AwsError `ResourceNotFound` */
export function untagResource(sns: Sns, input: unknown) {
  const { ResourceArn, TagKeys } = readInput(shape, input);
  const { tags } = taggedTopic(sns, ResourceArn);
  for (const key of TagKeys) tags.delete(key);
  return {};
}
