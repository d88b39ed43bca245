import { z } from "zod";
import { AwsError } from "../aws-error";

/** A number; the query protocol writes it as text. */
export const number = z.union([z.number(), z.string().transform(Number)]);
/** A truth value; the query protocol writes it as text. */
export const boolean = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
/** A time: CBOR has a date of its own; JSON writes seconds since the epoch, the query protocol ISO 8601. */
export const timestamp = z.union([
  z.date(),
  z.number().transform((seconds) => new Date(seconds * 1_000)),
  z
    .string()
    .transform((text) => new Date(text))
    .pipe(z.date()),
]);
/** The name and value of a dimension, or either of them. */
export const dimension = z.object({ Name: z.string().optional(), Value: z.string().optional() });

/** Reads an action's input in whichever protocol it came. @throws AwsError SerializationException */
export function readInput<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new AwsError("SerializationException", z.prettifyError(parsed.error));
  return parsed.data;
}
