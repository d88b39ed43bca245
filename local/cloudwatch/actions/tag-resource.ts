import { z } from "zod";
import type { Alarms } from "../alarms/alarms";
import { taggedAlarm, tagList } from "../alarms/tags";
import { readInput } from "../input";

const shape = z.object({ ResourceARN: z.string(), Tags: tagList });

/** Adds or replaces tags of an alarm. @throws AwsError `ResourceNotFoundException` */
export function tagResource(alarms: Alarms, input: unknown) {
  const { ResourceARN, Tags } = readInput(shape, input);
  const { tags } = taggedAlarm(alarms, ResourceARN);
  for (const { Key, Value } of Tags) tags.set(Key, Value);
  return {};
}
