import { AwsError } from "../../aws-error";
import { list, readInput, structure, text } from "../../server/input-shape";
import { readFunctionName } from "../function-name";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";
import { checkTags, tagMap } from "./tags";

const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const resource = text({
  min: 1,
  max: 256,
  pattern:
    "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:" +
    "(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|" +
    `code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:${uuid}|capacity-provider:[a-zA-Z0-9-_]+)`,
});

const listShape = structure({ Resource: resource }, {});
const tagShape = structure({ Resource: resource, Tags: tagMap }, {});
const untagShape = structure({ Resource: resource, TagKeys: list(text({ min: 1, max: 128 }), {}) }, {});

/** What has tags: a function or a mapping. */
interface Tagged {
  tags: ReadonlyMap<string, string>;
}

/** The tags of a function or a mapping. @throws AwsError `ResourceNotFoundException` */
export function listTags(lambda: Lambda, input: unknown) {
  const { tags } = findTagged(lambda, readInput(listShape, input).Resource);
  return { Tags: Object.fromEntries(tags) };
}

/** Adds tags, in the place of those of the same names. @throws AwsError `InvalidParameterValueException` over 50 */
export function tagResource(lambda: Lambda, input: unknown): void {
  const { Resource, Tags } = readInput(tagShape, input);
  const tagged = findTagged(lambda, Resource);
  if (Object.keys(Tags).length === 0) throw invalidParameter("An error occurred and the request cannot be processed.");
  const tags = new Map([...tagged.tags, ...Object.entries(Tags)]);
  checkTags(Object.fromEntries(tags));
  tagged.tags = tags;
}

/** Takes tags away; names that are not there change nothing. */
export function untagResource(lambda: Lambda, input: unknown): void {
  const { Resource, TagKeys } = readInput(untagShape, input);
  const tagged = findTagged(lambda, Resource);
  tagged.tags = new Map([...tagged.tags].filter(([name]) => !TagKeys.includes(name)));
}

function findTagged({ functions, mappings }: Lambda, arn: string): Tagged {
  const [, , , , , kind = "", id = "", version] = arn.split(":");
  if (kind === "event-source-mapping") {
    const mapping = mappings.mappings().find((mapping) => mapping.arn === arn);
    if (mapping) return mapping;
    throw new AwsError("ResourceNotFoundException", `Event source mapping not found: ${arn}`, 404);
  }
  if (kind !== "function") throw invalidParameter(`${kind} is not part of the local AWS.`);
  readFunctionName(functions, arn);
  if (version !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  const fn = functions.find(id);
  if (fn) return fn;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
}
