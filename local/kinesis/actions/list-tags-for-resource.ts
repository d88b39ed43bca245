import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";
import { type TagOutput, tagsOutput } from "./tags";

const shape = structure({ ResourceARN: resourceArn }, resourceMembers);

/** Lists all tags of a stream or a consumer, by key. */
export function listTagsForResource(kinesis: Kinesis, input: unknown): { readonly Tags: readonly TagOutput[] } {
  const { ResourceARN } = readInput(shape, input);
  return { Tags: tagsOutput(findResource(kinesis, ResourceARN).tags) };
}
