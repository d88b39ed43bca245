import { AwsError } from "../../aws-error";
import { text, textMap } from "../../server/input-shape";
import { scalarList } from "../../server/scalar-list";
import type { Kinesis } from "../kinesis";

/** Of one stream or consumer. */
const maxTags = 50;

/** A tag's key. */
export const tagKey = text({ min: 1, max: 128 });

/** Tags as requests bring them. */
export const tagMap = textMap({
  min: 1,
  max: 200,
  keyLength: { min: 1, max: 128 },
  valueLength: { min: 0, max: 256 },
});

/** Keys of tags that are to go. */
export const tagKeyList = scalarList(tagKey, {
  min: 1,
  max: maxTags,
  constraint: "Member must have length less than or equal to 128, Member must have length greater than or equal to 1",
});

/** A tag as AWS shows it. */
export interface TagOutput {
  readonly Key: string;
  readonly Value: string;
}

/** All tags of something, by key. */
export function tagsOutput(tags: ReadonlyMap<string, string>): TagOutput[] {
  return [...tags].sort(([one], [other]) => (one < other ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * The tags that something has after some are added or replaced.
 * @param name what has them, such as `stream events`
 * @throws AwsError `InvalidArgumentException` for characters that AWS does not take, for its own prefix, and beyond 50
 */
export function addedTags(
  kinesis: Kinesis,
  name: string,
  tags: ReadonlyMap<string, string>,
  added: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const failed = `Failed to add tags to ${name} under account ${kinesis.accountId} because`;
  checkCharacters([...Object.keys(added), ...Object.values(added)], failed);
  if (Object.keys(added).some((key) => key.toLowerCase().startsWith("aws:"))) {
    const message = `${failed} tag keys can not start with aws:, which is reserved for AWS use.`;
    throw new AwsError("InvalidArgumentException", message);
  }
  const all = new Map([...tags, ...Object.entries(added)]);
  if (all.size <= maxTags) return all;
  const [kind] = name.split(" ");
  throw new AwsError(
    "InvalidArgumentException",
    `${failed} a given ${kind} cannot have more than ${maxTags} tags associated with it.`,
  );
}

/**
 * The tags that something has after some are removed; keys that it does not have are let pass.
 * @param name what has them, such as `stream events`
 * @throws AwsError `InvalidArgumentException` for characters that AWS does not take
 */
export function remainingTags(
  kinesis: Kinesis,
  name: string,
  tags: ReadonlyMap<string, string>,
  removed: readonly string[],
): ReadonlyMap<string, string> {
  checkCharacters(removed, `Failed to remove tags from ${name} under account ${kinesis.accountId} because`);
  return new Map([...tags].filter(([key]) => !removed.includes(key)));
}

/** AWS looks twice, and the second look knows no `%`. */
function checkCharacters(texts: readonly string[], failed: string): void {
  if (texts.some((each) => /[^\p{L}\p{N}\p{Z}_./=+\-%@:]/u.test(each))) {
    throw new AwsError(
      "InvalidArgumentException",
      "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
    );
  }
  if (texts.some((each) => each.includes("%"))) {
    throw new AwsError(
      "InvalidArgumentException",
      `${failed} some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, ` +
        "'_',',','/','=','+','-','@',':'.",
    );
  }
}
