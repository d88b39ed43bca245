import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { arn } from "./application-input";
import { taggedApplication } from "./tagged-application";
import { tagList, withTags } from "./tags";

const shape = structure({ ResourceARN: arn, Tags: tagList }, {});

/** Adds or replaces tags. @throws AwsError as `taggedApplication` and `withTags` */
export function tagResource(flink: ManagedFlink, input: unknown): object {
  const { ResourceARN, Tags } = readInput(shape, input);
  const application = taggedApplication(flink, ResourceARN);
  application.tags = withTags(application.tags, Tags);
  return {};
}
