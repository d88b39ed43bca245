import { integer, readInput, structure, text } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findStream, streamMembers } from "./stream-input";

const shape = structure(
  {},
  { ...streamMembers, ExclusiveStartTagKey: text({ min: 1, max: 128 }), Limit: integer({ min: 1, max: 50 }) },
);

/** A page of tags, by key. */
export interface ListTagsForStreamOutput {
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly HasMoreTags: boolean;
}

/** Lists a stream's tags, all unless asked otherwise. */
export function listTagsForStream(kinesis: Kinesis, input: unknown): ListTagsForStreamOutput {
  const { ExclusiveStartTagKey: after = "", Limit = Infinity, ...named } = readInput(shape, input);
  const tags = [...findStream(kinesis, named).properties.tags]
    .filter(([key]) => key > after)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
  return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
}
