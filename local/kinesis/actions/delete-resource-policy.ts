import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";

const shape = structure({ ResourceARN: resourceArn }, resourceMembers);

/** Takes its policy from a stream or a consumer. */
export function deleteResourcePolicy(kinesis: Kinesis, input: unknown): void {
  const { ResourceARN } = readInput(shape, input);
  const resource = findResource(kinesis, ResourceARN);
  resource.checkActive();
  resource.change({ policy: undefined });
}
