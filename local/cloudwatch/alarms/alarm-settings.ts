import { z } from "zod";
import { failure, validationError } from "../../server/input-shape";
import { boolean } from "../input";
import { formList } from "./form-list";

const textList = formList(z.string());

/** What metric alarms and composite alarms have in common, by AWS's names. */
export const commonSettings = {
  AlarmName: z.string(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: boolean.default(true),
  OKActions: textList.default([]),
  AlarmActions: textList.default([]),
  InsufficientDataActions: textList.default([]),
};

/** The settings that every alarm has. */
export type CommonSettings = z.infer<z.ZodObject<typeof commonSettings>>;

const maxActions = 5;
const maxNameLength = 255;
const maxDescriptionLength = 1_024;

/** Checks those settings. @throws AwsError `ValidationException` that tells of all that is wrong */
export function checkCommonSettings(settings: CommonSettings): void {
  const { AlarmName, AlarmDescription = "" } = settings;
  const failures: string[] = [];
  const atMost = (max: number) => `have length less than or equal to ${max}`;
  if (AlarmName === "") failures.push(failure("''", "alarmName", "have length greater than or equal to 1"));
  if (AlarmName.length > maxNameLength) failures.push(failure(`'${AlarmName}'`, "alarmName", atMost(maxNameLength)));
  if (AlarmDescription.length > maxDescriptionLength) {
    failures.push(failure(`'${AlarmDescription}'`, "alarmDescription", atMost(maxDescriptionLength)));
  }
  for (const [member, path] of actionLists) {
    const actions = settings[member];
    if (actions.length > maxActions) failures.push(failure(`'[${actions.join(", ")}]'`, path, atMost(maxActions)));
  }
  if (failures.length > 0) throw validationError(failures);
}

const actionLists = [
  ["OKActions", "oKActions"],
  ["AlarmActions", "alarmActions"],
  ["InsufficientDataActions", "insufficientDataActions"],
] as const;

/** Checks that a value is one of a set of words. @throws AwsError `ValidationException`, in AWS's wording */
export function checkWord<Word extends string>(
  path: string,
  value: string | undefined,
  words: readonly Word[],
): asserts value is Word | undefined {
  if (value === undefined || words.some((word) => word === value)) return;
  throw validationError([failure(`'${value}'`, path, `satisfy enum value set: [${words.join(", ")}]`)]);
}
