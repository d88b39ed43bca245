import { z } from "zod";
import type { Alarms } from "../alarms/alarms";
import { taggedAlarm } from "../alarms/tags";
import { formList } from "../form-list";
import { readInput, text } from "../input";

const shape = z.object({ ResourceARN: text(1_024), TagKeys: formList(text(128)) });

/** Takes tags of an alarm away, if they are there. @throws AwsError `ResourceNotFoundException` */
export function untagResource(alarms: Alarms, input: unknown) {
  const { ResourceARN, TagKeys } = readInput(shape, input);
  const { tags } = taggedAlarm(alarms, ResourceARN);
  for (const key of TagKeys) tags.delete(key);
  return {};
}
