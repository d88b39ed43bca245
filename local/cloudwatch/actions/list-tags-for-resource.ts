import { z } from "zod";
import type { Alarms } from "../alarms/alarms";
import { readInput, text } from "../input";

const shape = z.object({ ResourceARN: text(1_024) });

/** Lists the tags of an alarm; AWS knows none of one that is not there. */
export function listTagsForResource(alarms: Alarms, input: unknown) {
  const tags = alarms.find(readInput(shape, input).ResourceARN)?.tags ?? new Map<string, string>();
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}
