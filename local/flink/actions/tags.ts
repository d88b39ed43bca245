import { AwsError } from "../../aws-error";
import { type Infer, list, structure, text } from "../../server/input-shape";

/** Most tags of an application, those of AWS itself left aside. */
const maxTags = 50;

/** A tag's key. */
export const tagKey = text({ min: 1, max: 128 });

/** Tags as CreateApplication and TagResource take them. */
export const tagList = list(structure({ Key: tagKey }, { Value: text({ min: 0, max: 256 }) }), {
  min: 1,
  max: 200,
  shownAs: "Tag",
});

/** An application's tags and those that are added to them, by key. @throws AwsError `TooManyTagsException` */
export function withTags(tags: ReadonlyMap<string, string>, added: Infer<typeof tagList>): Map<string, string> {
  const all = new Map([...tags, ...added.map(({ Key, Value = "" }) => [Key, Value] as const)]);
  if (all.size <= maxTags) return all;
  throw new AwsError("TooManyTagsException", `An application can't have more than ${maxTags} tags.`);
}
