import { z } from "zod";
import { readInput } from "../input";
import { formList } from "./form-list";

const shape = z.object({ AlarmNames: formList(z.string()) });

/** The names of the alarms that an action is about. */
export function readNames(input: unknown): readonly string[] {
  return readInput(shape, input).AlarmNames;
}
