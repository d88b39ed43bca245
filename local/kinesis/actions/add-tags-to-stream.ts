import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { streamResource } from "./resource";
import { findStream, streamMembers } from "./stream-input";
import { tagMap, withTags } from "./tags";

const shape = structure({ Tags: tagMap }, streamMembers);

/** Adds or replaces a stream's tags. @throws AwsError `InvalidArgumentException` beyond 50, and as `withTags` */
export function addTagsToStream(kinesis: Kinesis, input: unknown): void {
  const { Tags, ...named } = readInput(shape, input);
  const resource = streamResource(kinesis, findStream(kinesis, named));
  resource.change({ tags: withTags(resource, kinesis.accountId, Tags) });
}
