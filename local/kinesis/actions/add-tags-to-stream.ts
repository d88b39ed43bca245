import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { streamResource } from "./resource";
import { findActiveStream, streamMembers } from "./stream-input";
import { tagMap, withTags } from "./tags";

const shape = structure({ Tags: tagMap }, streamMembers);

/** Adds or replaces a stream's tags. @throws AwsError `ResourceInUseException` while it is not ACTIVE, and as `withTags` */
export function addTagsToStream(kinesis: Kinesis, input: unknown): void {
  const { Tags, ...named } = readInput(shape, input);
  const resource = streamResource(kinesis, findActiveStream(kinesis, named));
  resource.change({ tags: withTags(resource, kinesis.accountId, Tags) });
}
