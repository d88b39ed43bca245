import { z } from "zod";
import type { Alarms } from "../alarms/alarms";
import { formList } from "../alarms/form-list";
import { taggedAlarm } from "../alarms/tags";
import { readInput } from "../input";

const shape = z.object({ ResourceARN: z.string(), TagKeys: formList(z.string()) });

/** Takes tags of an alarm away, if they are there. @throws AwsError `ResourceNotFoundException` */
export function untagResource(alarms: Alarms, input: unknown) {
  const { ResourceARN, TagKeys } = readInput(shape, input);
  const { tags } = taggedAlarm(alarms, ResourceARN);
  for (const key of TagKeys) tags.delete(key);
  return {};
}
