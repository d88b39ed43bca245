import { z } from "zod";

/** A list; a form spells one of nothing as an empty text. */
export function formList<Item extends z.ZodType>(item: Item, maxLength = Number.POSITIVE_INFINITY) {
  return z.preprocess((value) => (value === "" ? [] : value), z.array(item).max(maxLength));
}
