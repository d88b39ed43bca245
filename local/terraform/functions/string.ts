import { EvaluationError } from "../errors";
import { toList, toNumber, toText } from "../value";
import { format } from "./format";
import { any, type TerraformFunction, takes, takesMany } from "./signature";

/** Terraform's string functions. Positions and lengths count characters as people see them (grapheme clusters). */
export const string: Readonly<Record<string, TerraformFunction>> = {
  chomp: takes([toText], (text) => text.replace(/[\r\n]+$/, "")),
  endswith: takes([toText, toText], (text, suffix) => text.endsWith(suffix)),
  format: takesMany([toText], any, format),
  indent: takes([toNumber, toText], (spaces, text) => text.replaceAll("\n", `\n${" ".repeat(spaces)}`)),
  join: takesMany([toText], toList, (separator, lists) => lists.flat().map(toText).join(separator)),
  lower: takes([toText], lower),
  replace: takes([toText, toText, toText], replace),
  split: takes([toText, toText], (separator, text) => (separator ? text.split(separator) : [...text])),
  startswith: takes([toText, toText], (text, prefix) => text.startsWith(prefix)),
  strcontains: takes([toText, toText], (text, part) => text.includes(part)),
  substr: takes([toText, toNumber, toNumber], substring),
  trim: takes([toText, toText], trim),
  trimprefix: takes([toText, toText], (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimspace: takes([toText], (text) => text.trim()),
  trimsuffix: takes([toText, toText], (text, suffix) =>
    suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  upper: takes([toText], upper),
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The characters of a text as people see them, which is how Terraform counts them. */
export function characters(text: string): string[] {
  return Array.from(graphemes.segment(text), (cluster) => cluster.segment);
}

/** Go, and so Terraform, maps each character to one other at most: İ becomes i, and ß has no capital. */
function lower(text: string): string {
  return Array.from(text, (character) => Array.from(character.toLowerCase())[0]).join("");
}

function upper(text: string): string {
  return Array.from(text, (character) => {
    const capital = character.toUpperCase();
    return Array.from(capital).length === 1 ? capital : character;
  }).join("");
}

function replace(text: string, search: string, replacement: string): string {
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) {
    throw new EvaluationError(`the pattern ${search} is a regular expression, which only Terraform itself can apply`);
  }
  return text.replaceAll(search, () => replacement);
}

function substring(text: string, offset: number, length: number): string {
  const all = characters(text);
  const start = offset < 0 ? Math.max(0, offset + all.length) : offset;
  // A length of -1 means the rest; counted from the end, Terraform takes 0 for that too.
  const isRest = length < 0 || (length === 0 && offset < 0);
  return all.slice(start, isRest ? undefined : start + length).join("");
}

function trim(text: string, cutset: string): string {
  const all = [...text];
  const isKept = (character: string): boolean => !cutset.includes(character);
  const first = all.findIndex(isKept);
  return first < 0 ? "" : all.slice(first, all.findLastIndex(isKept) + 1).join("");
}
