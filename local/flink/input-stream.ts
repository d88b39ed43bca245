import type { JobSpec } from "./job";

/** The stream that a job reads; undefined for a job that is told of none. */
export function inputStreamArn({ propertyGroups }: JobSpec): string | undefined {
  return propertyGroups["events"]?.["stream.arn"];
}
