import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findResource, resourceArn, resourceMembers } from "./resource";
import { tagMap, withTags } from "./tags";

const shape = structure({ Tags: tagMap, ResourceARN: resourceArn }, resourceMembers);

/** Adds or replaces tags of a stream or a consumer. @throws AwsError `ResourceInUseException` while that is not ACTIVE, and as `withTags` */
export function tagResource(kinesis: Kinesis, input: unknown): void {
  const { Tags, ResourceARN } = readInput(shape, input);
  const resource = findResource(kinesis, ResourceARN);
  resource.checkActive();
  resource.change({ tags: withTags(resource, kinesis.accountId, Tags) });
}
