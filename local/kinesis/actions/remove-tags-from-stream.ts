import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { streamResource } from "./resource";
import { findActiveStream, streamMembers } from "./stream-input";
import { tagKeyList, withoutTags } from "./tags";

const shape = structure({ TagKeys: tagKeyList }, streamMembers);

/** Removes a stream's tags. @throws AwsError `ResourceInUseException` while it is not ACTIVE, and as `withoutTags` */
export function removeTagsFromStream(kinesis: Kinesis, input: unknown): void {
  const { TagKeys, ...named } = readInput(shape, input);
  const resource = streamResource(kinesis, findActiveStream(kinesis, named));
  resource.change({ tags: withoutTags(resource, kinesis.accountId, TagKeys) });
}
