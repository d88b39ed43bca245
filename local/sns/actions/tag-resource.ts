import { AwsError } from "../../aws-error";
import { readInput, structure, text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";
import type { Sns } from "../sns";
import { taggedTopic } from "./tagged-topic";
import { tagList } from "./tags";

const maxTags = 50;

const shape = structure({ ResourceArn: text({}), Tags: tagList }, {});

/** Adds or replaces tags. @throws AwsError `ResourceNotFound`, `TagLimitExceeded` */
export function tagResource(sns: Sns, input: unknown) {
  const { ResourceArn, Tags } = readInput(shape, input);
  const { tags } = taggedTopic(sns, ResourceArn);
  const keys = new Set(Tags.map(({ Key }) => Key));
  if (keys.size < Tags.length) throw invalidParameter("Duplicated keys are not allowed.");
  if (new Set([...tags.keys(), ...keys]).size > maxTags) {
    throw new AwsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
  }
  for (const { Key, Value } of Tags) tags.set(Key, Value);
  return {};
}
