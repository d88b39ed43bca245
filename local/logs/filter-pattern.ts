import { invalidPattern, readRegex } from "./invalid-pattern";
import { parseJsonFilter } from "./json-filter";

/** Whether a log event's message matches. */
export type MessageFilter = (message: string) => boolean;

/** A term: `"two words"`, `%a regular expression%` or a word; `?` makes it one of several, `-` forbids it. */
const term = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))(?=\s|$)\s*/y;

/**
 * Reads a filter pattern of CloudWatch Logs: terms, or an expression over JSON. Patterns of columns are not here.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws AwsError `InvalidParameterException` for any other text
 */
export function parseFilterPattern(text: string): MessageFilter {
  const pattern = text.trim();
  if (pattern === "") return () => true;
  if (pattern.startsWith("{")) return parseJsonFilter(pattern);
  if (pattern.startsWith("[")) throw invalidPattern("patterns of columns are not part of the local AWS");
  return allTerms(pattern);
}

/** All plain terms, none of the forbidden ones and, unless there are plain ones, one of the optional ones at least. */
function allTerms(pattern: string): MessageFilter {
  const terms: Record<"" | "?" | "-", MessageFilter[]> = { "": [], "?": [], "-": [] };
  term.lastIndex = 0;
  while (term.lastIndex < pattern.length) {
    const at = term.lastIndex;
    const [, sign, quoted, source, word = ""] = term.exec(pattern) ?? [];
    if (sign !== "" && sign !== "?" && sign !== "-") throw invalidPattern(`no term at "${pattern.slice(at)}"`);
    const text = quoted?.replace(/\\(.)/g, "$1") ?? word;
    const regex = source === undefined ? undefined : readRegex(source);
    terms[sign].push((message) => regex?.test(message) ?? message.includes(text));
  }
  const { "": required, "?": optional, "-": forbidden } = terms;
  return (message) =>
    !forbidden.some((matches) => matches(message)) &&
    required.every((matches) => matches(message)) &&
    (required.length > 0 || optional.length === 0 || optional.some((matches) => matches(message)));
}
