import { textMap } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";

/** Tags as CreateFunction, CreateEventSourceMapping and TagResource take them. */
export const tagMap = textMap({
  min: 0,
  max: Infinity,
  keyLength: { min: 1, max: 128 },
  valueLength: { min: 0, max: 256 },
});

const maxTags = 50;

/** @throws AwsError `InvalidParameterValueException` for more tags than a resource may have */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > maxTags) throw invalidParameter("Number of tags exceeds resource tag limit.");
}
