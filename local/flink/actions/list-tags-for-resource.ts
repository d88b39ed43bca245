import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { arn } from "./application-input";
import { taggedApplication } from "./tagged-application";

const shape = structure({ ResourceARN: arn }, {});

/** Lists an application's tags. @throws AwsError as `taggedApplication` */
export function listTagsForResource(flink: ManagedFlink, input: unknown) {
  const { tags } = taggedApplication(flink, readInput(shape, input).ResourceARN);
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}
