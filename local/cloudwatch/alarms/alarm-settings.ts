import { z } from "zod";
import { formList } from "../form-list";
import { boolean, text } from "../input";

const actionList = formList(text(1_024), 5).default([]);

/** What metric alarms and composite alarms have in common, by AWS's names. */
export const commonSettings = {
  AlarmName: text(255),
  AlarmDescription: z.string().max(1_024).optional(),
  ActionsEnabled: boolean.default(true),
  OKActions: actionList,
  AlarmActions: actionList,
  InsufficientDataActions: actionList,
};

/** The settings that every alarm has. */
export type CommonSettings = z.infer<z.ZodObject<typeof commonSettings>>;
