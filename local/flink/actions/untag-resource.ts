import { list, readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { arn } from "./application-input";
import { taggedApplication } from "./tagged-application";
import { tagKey } from "./tags";

const shape = structure({ ResourceARN: arn, TagKeys: list(tagKey, { min: 1, max: 200 }) }, {});

/** Takes tags away; a key that no tag has is no error. @throws AwsError as `taggedApplication` */
export function untagResource(flink: ManagedFlink, input: unknown): object {
  const { ResourceARN, TagKeys } = readInput(shape, input);
  const application = taggedApplication(flink, ResourceARN);
  application.tags = new Map([...application.tags].filter(([key]) => !TagKeys.includes(key)));
  return {};
}
