import { compileEventPattern, EventPatternError, isObject, parseEventPattern } from "../event-pattern";
import { parseJson } from "../parse-json";
import type { MessageAttributes } from "./message";

/** What a filter policy is held against. */
export type FilterPolicyScope = "MessageAttributes" | "MessageBody";

/** Whether a subscriber is to get a message of this text and these attributes. */
export type MessageFilter = (text: string, attributes: MessageAttributes) => boolean;

/**
 * Compiles a filter policy.
 * @throws EventPatternError for one that is not JSON, or not of the comparisons that there are
 */
export function compileFilterPolicy(policy: string, scope: FilterPolicyScope): MessageFilter {
  const parsed = parseEventPattern(policy);
  const matches = compileEventPattern(parsed);
  if (scope === "MessageAttributes") {
    const isNested = Object.entries(parsed).some(([name, expected]) => name !== "$or" && !Array.isArray(expected));
    if (isNested) throw new EventPatternError(`Filter policy scope ${scope} does not support nested filter policy`);
    return (_text, attributes) => matches(valuesOf(attributes));
  }
  return (text) => {
    const body = parseJson(text);
    return isObject(body) && matches(body);
  };
}

/** Attributes as a pattern sees them; one that holds bytes is as good as absent. */
function valuesOf(attributes: MessageAttributes): Record<string, unknown> {
  const given = Object.entries(attributes).filter(([, { DataType }]) => !DataType.startsWith("Binary"));
  return Object.fromEntries(
    given.map(([name, { DataType, StringValue = "" }]) => {
      if (DataType === "String.Array") return [name, parseJson(StringValue)];
      return [name, DataType.startsWith("Number") ? Number(StringValue) : StringValue];
    }),
  );
}
