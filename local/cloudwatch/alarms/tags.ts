import { z } from "zod";
import { AwsError } from "../../aws-error";
import { formList } from "../form-list";
import { readInput, text } from "../input";
import type { Alarm } from "./alarm";
import type { Alarms } from "./alarms";

/** Tags as the actions take them. */
export const tagList = formList(z.object({ Key: text(128), Value: z.string().max(256) }));

const shape = z.object({ Tags: tagList.default([]) });

/** The tags of an input that makes something. */
export function readTags(input: unknown): ReadonlyMap<string, string> {
  return new Map(readInput(shape, input).Tags.map(({ Key, Value }) => [Key, Value]));
}

/** The alarm that a tag action is about. @throws AwsError `ResourceNotFoundException` */
export function taggedAlarm(alarms: Alarms, arn: string): Alarm {
  const alarm = alarms.find(arn);
  if (alarm?.arn === arn) return alarm;
  throw new AwsError("ResourceNotFoundException", `Unknown resource: ${arn}`, 404);
}
