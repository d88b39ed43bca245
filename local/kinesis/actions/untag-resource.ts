import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";
import { tagKeyList, withoutTags } from "./tags";

const shape = structure({ TagKeys: tagKeyList, ResourceARN: resourceArn }, resourceMembers);

/** Removes tags of a stream or a consumer. @throws AwsError `ResourceInUseException` while that is not ACTIVE, and as `withoutTags` */
export function untagResource(kinesis: Kinesis, input: unknown): void {
  const { TagKeys, ResourceARN } = readInput(shape, input);
  const resource = findResource(kinesis, ResourceARN);
  resource.checkActive();
  resource.change({ tags: withoutTags(resource, kinesis.accountId, TagKeys) });
}
