import { isUtf8 } from "node:buffer";
import { markExactNumbers } from "../../../functions/shared/exact-numbers";
import { ConversionError } from "./conversion-error";
import { ExactNumber, type Json, maxNesting } from "./json";

/**
 * The JSON documents of a record: usually one; several may follow one another, as in `{"a":1}{"b":1}`, but not in an
 * array (https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html).
 * @throws ConversionError when the record is empty or is not JSON
 */
export function parseDocuments(data: Buffer): Json[] {
  if (!isUtf8(data)) throw malformed("Invalid UTF-8");
  const text = data.toString("utf8");
  const single = parse(text);
  if (!(single instanceof SyntaxError)) return [single];
  const documents = split(text);
  if (documents.length > 0) return documents.map(parseDocument);
  const message = "The record was empty or contained only whitespace.";
  throw new ConversionError("DataFormatConversion.MalformedData", message);
}

function parseDocument(text: string): Json {
  const document = parse(text);
  if (document instanceof SyntaxError) throw malformed(document.message);
  return document;
}

function parse(text: string): Json | SyntaxError {
  try {
    const document: Json = JSON.parse(text);
    return isSuspicious(text) ? unmark(JSON.parse(markExactNumbers(text)), 0) : document;
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function malformed(reason: string): ConversionError {
  return new ConversionError("DataFormatConversion.ParseError", `Encountered malformed JSON. ${reason}`);
}

const structure = /"[^"\\]*(?:\\.[^"\\]*)*"?|[[\]{}]/gs;

/** Cuts behind each bracket that closes a document; what follows the last one is a document of its own. */
function split(text: string): string[] {
  const documents: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(structure)) {
    if (token === "{" || token === "[") depth++;
    else if ((token === "}" || token === "]") && --depth === 0) {
      documents.push(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  const rest = text.slice(start).trim();
  return rest === "" ? documents : [...documents, rest];
}

/**
 * Whether there may be a number that a double can't hold: one of 16 digits, or with an exponent. A match inside a
 * string costs time and nothing else.
 */
function isSuspicious(text: string): boolean {
  return /[:,[\s]-?\d(?:[\d.]{15}|[\d.]*[eE])/.test(text);
}

/** What parsing marked JSON gives, its marks taken off. */
function unmark(value: Json, depth: number): Json {
  if (typeof value === "string") return value.startsWith("n") ? new ExactNumber(value.slice(1)) : value.slice(1);
  if (typeof value !== "object" || value === null) return value;
  if (depth === maxNesting) throw malformed(`Document nesting depth exceeds the maximum allowed (${maxNesting})`);
  if (Array.isArray(value)) return value.map((element) => unmark(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmark(member, depth + 1)]));
}
