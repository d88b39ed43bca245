import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findStream, streamMembers } from "./stream-input";
import { tagMap } from "./tags";

const maxTags = 50;

const shape = structure({ Tags: tagMap }, streamMembers);

/** Adds or replaces tags. @throws AwsError `InvalidArgumentException` beyond 50 */
export function addTagsToStream(kinesis: Kinesis, input: unknown): void {
  const { Tags, ...named } = readInput(shape, input);
  const stream = findStream(kinesis, named);
  const tags = new Map([...stream.properties.tags, ...Object.entries(Tags)]);
  if (tags.size > maxTags) {
    throw new AwsError(
      "InvalidArgumentException",
      `Failed to add tags to stream ${stream.name} under account ${kinesis.accountId} because a given stream cannot ` +
        `have more than ${maxTags} tags associated with it.`,
    );
  }
  stream.change({ tags });
}
