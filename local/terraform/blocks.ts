import { z } from "zod";

/** Blocks of Terraform's JSON: one object, or a list of them. */
export function blocks<Shape extends z.ZodType>(shape: Shape) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(shape).default([]),
  );
}

/** A block that stands once or not at all, as the provider takes it. */
export function block<Shape extends z.ZodType>(shape: Shape) {
  return blocks(shape)
    .refine((all) => all.length <= 1, "this block can stand only once")
    .transform(([only]): z.output<Shape> | undefined => only);
}
