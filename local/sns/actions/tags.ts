import { list, structure, text } from "../../server/input-shape";

/** A tag's key. */
export const tagKey = text({ min: 1, max: 128 });

/** Tags as CreateTopic and TagResource take them. */
export const tagList = list(structure({ Key: tagKey, Value: text({ max: 256 }) }, {}), {});

/** Tags by key. */
export function tagsOf(tags: readonly { readonly Key: string; readonly Value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
