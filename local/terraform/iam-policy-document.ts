import { EvaluationError } from "./errors";
import { compareText, escapeAsGo, isList, toList, toMap, toText, type Value, type ValueMap } from "./value";

/** The version of policies that has variables, and Terraform's default. */
const CURRENT_VERSION = "2012-10-17";

/**
 * Renders the data source `aws_iam_policy_document` as the AWS provider does, so that a policy has the same text
 * here as in a plan: a list of one is the item itself, and longer sets of actions, resources and identifiers
 * stand in falling order.
 * @throws EvaluationError for the arguments that merge other documents
 */
export function renderIamPolicyDocument(attributes: ValueMap): ValueMap {
  for (const unsupported of ["source_policy_documents", "override_policy_documents"]) {
    if (attributes[unsupported]) throw new EvaluationError(`${unsupported} is not supported: write the statements out`);
  }
  const version = toText(attributes["version"] ?? CURRENT_VERSION);
  const statements = blocks(attributes["statement"]).map((block) => statement(block, version));
  const document = {
    Version: version,
    ...optional("Id", attributes["policy_id"]),
    ...(statements.length > 0 ? { Statement: statements } : {}),
  };
  const minified = escapeAsGo(JSON.stringify(document));
  return { json: escapeAsGo(JSON.stringify(document, null, 2)), minified_json: minified };
}

function statement(block: ValueMap, version: string): ValueMap {
  // Terraform's own `${` would be an interpolation, so policy variables are written `&{aws:username}`.
  const text = (value: Value): string => {
    const written = toText(value);
    if (version === CURRENT_VERSION) return written.replaceAll("&{", "${");
    if (!written.includes("&{")) return written;
    throw new EvaluationError(`${written} has a policy variable, which version ${version} of policies does not know`);
  };
  const set = (key: string, attribute: string): ValueMap => {
    const values = setOf(block[attribute], text);
    return values.length === 0 ? {} : { [key]: oneOrMany(values) };
  };
  return {
    ...optional("Sid", block["sid"]),
    Effect: toText(block["effect"] ?? "Allow"),
    ...set("Action", "actions"),
    ...set("NotAction", "not_actions"),
    ...set("Resource", "resources"),
    ...set("NotResource", "not_resources"),
    ...principals("Principal", blocks(block["principals"]), text),
    ...principals("NotPrincipal", blocks(block["not_principals"]), text),
    ...conditions(blocks(block["condition"]), text),
  };
}

function principals(key: string, given: readonly ValueMap[], text: (value: Value) => string): ValueMap {
  const byType = new Map<string, string[]>();
  for (const principal of given) {
    const type = toText(principal["type"] ?? null);
    byType.set(type, [...(byType.get(type) ?? []), ...setOf(principal["identifiers"], text)]);
  }
  if (byType.size === 0) return {};
  // IAM tells {"*": "*"} from "*" and refuses the former.
  if (byType.size === 1 && byType.get("*")?.join() === "*") return { [key]: "*" };
  return { [key]: sorted(byType, oneOrMany) };
}

function conditions(given: readonly ValueMap[], text: (value: Value) => string): ValueMap {
  const byTest = new Map<string, Map<string, string[]>>();
  for (const condition of given) {
    const test = toText(condition["test"] ?? null);
    const byVariable = byTest.get(test) ?? new Map<string, string[]>();
    const variable = toText(condition["variable"] ?? null);
    const values = toList(condition["values"] ?? null).map(text);
    byTest.set(test, byVariable.set(variable, [...(byVariable.get(variable) ?? []), ...values]));
  }
  return byTest.size === 0 ? {} : { Condition: sorted(byTest, (byVariable) => sorted(byVariable, oneOrMany)) };
}

function setOf(values: Value | undefined, text: (value: Value) => string): string[] {
  return [...new Set(toList(values ?? []).map(text))].sort(compareText).reverse();
}

function oneOrMany(values: readonly string[]): Value {
  const [first] = values;
  return first !== undefined && values.length === 1 ? first : values;
}

function sorted<T>(map: ReadonlyMap<string, T>, render: (value: T) => Value): ValueMap {
  const entries = [...map].sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(entries.map(([key, value]) => [key, render(value)]));
}

function optional(key: string, value: Value | undefined): ValueMap {
  return value === undefined || value === null || value === "" ? {} : { [key]: value };
}

/** Nested blocks: an object where there is one, else a list of objects. */
function blocks(value: Value | undefined): readonly ValueMap[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value.map(toMap) : [toMap(value)];
}
