import { z } from "zod";
import { formList } from "../form-list";
import { readInput, text } from "../input";

const shape = z.object({ AlarmNames: formList(text(255), 100) });

/** The names of the alarms that an action is about. */
export function readNames(input: unknown): readonly string[] {
  return readInput(shape, input).AlarmNames;
}
