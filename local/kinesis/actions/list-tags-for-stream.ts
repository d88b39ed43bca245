import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findStream, streamMembers } from "./stream-input";
import { type TagOutput, tagKey, tagsOutput } from "./tags";

const shape = structure({}, { ...streamMembers, ExclusiveStartTagKey: tagKey, Limit: integer({ min: 1, max: 50 }) });

/** A page of tags, by key. */
export interface ListTagsForStreamOutput {
  readonly Tags: readonly TagOutput[];
  readonly HasMoreTags: boolean;
}

/** Lists a stream's tags, all unless asked otherwise. */
export function listTagsForStream(kinesis: Kinesis, input: unknown): ListTagsForStreamOutput {
  const { ExclusiveStartTagKey: after = "", Limit = Infinity, ...named } = readInput(shape, input);
  const tags = tagsOutput(findStream(kinesis, named).properties.tags).filter(({ Key }) => Key > after);
  return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
}
