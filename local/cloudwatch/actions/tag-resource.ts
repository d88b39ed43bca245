import { z } from "zod";
import type { Alarms } from "../alarms/alarms";
import { taggedAlarm, tagList } from "../alarms/tags";
import { readInput, text } from "../input";

const shape = z.object({ ResourceARN: text(1_024), Tags: tagList });

/** Adds or replaces tags of an alarm. @throws AwsError `ResourceNotFoundException` */
export function tagResource(alarms: Alarms, input: unknown) {
  const { ResourceARN, Tags } = readInput(shape, input);
  const { tags } = taggedAlarm(alarms, ResourceARN);
  for (const { Key, Value } of Tags) tags.set(Key, Value);
  return {};
}
