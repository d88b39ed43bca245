import { AwsError } from "../../aws-error";
import { text, textMap } from "../../server/input-shape";
import { scalarList } from "../../server/scalar-list";

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

/** What has tags, or is to have them. */
export interface Tagged {
  /** What messages call it, such as `stream events`. */
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** A tag as AWS shows it. */
export interface TagOutput {
  readonly Key: string;
  readonly Value: string;
}

/** Tags by key. */
export function tagsOutput(tags: ReadonlyMap<string, string>): TagOutput[] {
  return [...tags].sort(([one], [other]) => (one < other ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * The tags there are after some are added or replaced.
 * @throws AwsError `InvalidArgumentException` for characters that AWS does not take, for its own prefix, and beyond 50
 */
export function withTags(
  { name, tags }: Tagged,
  accountId: string,
  added: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const failed = `Failed to add tags to ${name} under account ${accountId} because`;
  checkCharacters([...Object.keys(added), ...Object.values(added)], failed);
  if (Object.keys(added).some((key) => key.toLowerCase().startsWith("aws:"))) {
    const message = `${failed} tag keys can not start with aws:, which is reserved for AWS use.`;
    throw new AwsError("InvalidArgumentException", message);
  }
  const all = new Map([...tags, ...Object.entries(added)]);
  if (all.size <= maxTags) return all;
  const kind = name.slice(0, name.indexOf(" "));
  const message = `${failed} a given ${kind} cannot have more than ${maxTags} tags associated with it.`;
  throw new AwsError("InvalidArgumentException", message);
}

/**
 * The tags there are after some are removed; keys without a tag are let pass.
 * @throws AwsError `InvalidArgumentException` for characters that AWS does not take
 */
export function withoutTags(
  { name, tags }: Tagged,
  accountId: string,
  keys: readonly string[],
): ReadonlyMap<string, string> {
  checkCharacters(keys, `Failed to remove tags from ${name} under account ${accountId} because`);
  return new Map([...tags].filter(([key]) => !keys.includes(key)));
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
