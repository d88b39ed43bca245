import { readInput, structure, text } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";
import { checkPolicy } from "./resource-policy";

const shape = structure({ ResourceARN: resourceArn, Policy: text({}) }, resourceMembers);

/** Gives a stream or a consumer its policy, in place of the one it has. Nothing here enforces it. */
export function putResourcePolicy(kinesis: Kinesis, input: unknown): void {
  const { ResourceARN, Policy } = readInput(shape, input);
  const resource = findResource(kinesis, ResourceARN);
  resource.checkActive();
  checkPolicy(Policy);
  resource.change({ policy: Policy });
}
