import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";

const shape = structure({ ResourceARN: resourceArn }, resourceMembers);

/** Gives back the policy of a stream or a consumer; AWS was seen to answer `{}` where there is none. */
export function getResourcePolicy(kinesis: Kinesis, input: unknown): { readonly Policy: string } {
  const { ResourceARN } = readInput(shape, input);
  return { Policy: findResource(kinesis, ResourceARN).policy ?? "{}" };
}
