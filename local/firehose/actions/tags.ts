import { failure, list, type Shape, structure, text } from "../../server/input-shape";

const letters = "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*";

/** Most tags of a request, and of a delivery stream. */
export const maxTags = 50;

/** A tag's key. */
export const tagKey = tagText({ min: 1, max: 128, pattern: `^(?!aws:)${letters}$` });

/** Tags as CreateDeliveryStream and TagDeliveryStream take them. */
export const tagList = list(
  structure({ Key: tagKey }, { Value: tagText({ min: 0, max: 256, pattern: `^${letters}$` }) }),
  { min: 1, max: maxTags },
);

/** Keys of tags that are to go. */
export const tagKeyList = list(tagKey, { min: 1, max: maxTags });

/** A text whose pattern is written in Unicode's classes. */
function tagText({ min, max, pattern }: { min: number; max: number; pattern: string }): Shape<string> {
  const { parse, check } = text({ min, max });
  const whole = new RegExp(pattern, "u");
  return {
    parse,
    check(value, path, failures) {
      if (!whole.test(value))
        failures.push(failure(`'${value}'`, path, `satisfy regular expression pattern: ${pattern}`));
      check(value, path, failures);
    },
  };
}
