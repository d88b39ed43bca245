import { z } from "zod";
import { offer } from "../closest";

/** How much a mistake costs: `production` takes the safe default of every field, `development` the cheap one. */
export type Tier = "development" | "production";

/** A whole number within AWS's range, ends included. */
export function integer(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few words. */
export function oneOf<const Word extends string>(...words: Word[]) {
  return z.enum(words, { error: `one of: ${words.join(", ")}` });
}

/** A string of a certain form; `allowed` describes the form to a person. */
export function text(pattern: RegExp, allowed: string) {
  return z.string({ error: allowed }).regex(pattern, { error: allowed });
}

/** An object that refuses fields it does not know, and names those that it does. */
export function section<Shape extends z.core.$ZodShape>(shape: Shape) {
  const fields = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      `an object with fields of: ${offer(issue.code === "unrecognized_keys" ? issue.keys : [], fields)}`,
  });
}

const roleForm = "a role in lower case, digits and single hyphens, beginning with a letter, such as data-stream";

/** A name inside the environment: it becomes the role in `<project>-<environment>-<role>`. */
export const role = text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, roleForm);

/** Named things of one kind. */
export function mapOf<Entry extends z.core.$ZodType>(entry: Entry) {
  return z.record(role, entry, {
    error: ({ code }) => (code === "invalid_key" ? roleForm : "an object whose keys are roles"),
  });
}
