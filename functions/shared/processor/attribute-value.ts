import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { ExactNumber, type Json, type JsonObject } from "./json";
import { PermanentError } from "./permanent-error";

/** An item as DynamoDB takes it. */
export type Item = Record<string, AttributeValue>;

/**
 * The attributes of a JSON object.
 * @throws PermanentError for a number or a string that DynamoDB can't hold
 */
export function toItem(object: JsonObject): Item {
  // fromEntries defines properties: an assignment to `__proto__` would set the prototype and lose the attribute.
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [wellFormed(name), toAttribute(value)]));
}

function toAttribute(value: Json): AttributeValue {
  if (typeof value === "string") return { S: wellFormed(value) };
  if (typeof value === "number") return { N: toNumber(String(value)) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof ExactNumber) return { N: toNumber(value.text) };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toItem(value) };
}

/** UTF-8 has no lone surrogates: two strings that differ in one would become the same. */
function wellFormed(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new PermanentError("a string holds half of a surrogate pair, which UTF-8 can't");
  return text;
}

const ordinary = /^-?\d+(?:\.\d+)?$/;
const decimal = /^-?(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

// DynamoDB's numbers: 38 significant digits, from 1E-130 to 9.99…E+125.
const maxDigits = 38;
const minExponent = -130;
const maxExponent = 125;

/** No number within DynamoDB's limits needs more characters, unless padded with zeros without end. */
const maxNumberLength = 300;

function toNumber(text: string): string {
  if (text.length <= 17 && ordinary.test(text)) return text;
  const [, whole, fraction = "", exponent = "0"] = (text.length <= maxNumberLength && decimal.exec(text)) || [];
  if (whole === undefined) throw unholdable(text);
  const leadingZeros = /^0*/.exec(whole + fraction)?.[0].length ?? 0;
  const scale = whole.length - leadingZeros - 1 + Number(exponent);
  const digits = significantDigits(text);
  if (digits === 0) return "0";
  if (digits > maxDigits || scale < minExponent || scale > maxExponent) throw unholdable(text);
  return text;
}

function significantDigits(number: string): number {
  return number.replace(/[eE].*|\D/g, "").replace(/^0+|0+$/g, "").length;
}

function unholdable(text: string): PermanentError {
  const got = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new PermanentError(`DynamoDB can't hold the number ${got}: it takes 38 digits, from 1E-130 to 9.99E+125`);
}

/** An item's size by DynamoDB's rules, in bytes. */
export function itemSizeBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + sizeBytes(value);
  return bytes;
}

// A string takes its UTF-8; a number a byte for each two digits and one more; a list or map 3 bytes and one an element.
function sizeBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(significantDigits(value.N) / 2) + 1;
  if (value.L !== undefined) return value.L.reduce((bytes, element) => bytes + 1 + sizeBytes(element), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSizeBytes(value.M);
  return 1;
}
