import { unreadable } from "./conversion-error";
import { ExactNumber, type Json } from "./json";

const decimalText = /^([-+]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

/** No column holds as many: neither a megabyte of digits nor 1e1000000000 is to be made a bigint to find that. */
const maxDigits = 1000;

/** Whether it is a number of JSON. */
export function isNumber(value: Json): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/**
 * Reads a whole number.
 * @param bits of the column's type, sign included
 * @throws ConversionError when it is none, has a fraction or does not fit
 */
export function readInteger(value: Json, bits: 8 | 16 | 32): number {
  const number = typeof value === "number" ? value : Number(readWhole(value));
  const limit = 2 ** (bits - 1);
  if (Number.isInteger(number) && number >= -limit && number < limit) return number;
  throw unreadable(value);
}

/**
 * Reads a whole number of 64 bits.
 * @throws ConversionError when it is none, has a fraction or does not fit
 */
export function readBigint(value: Json): bigint {
  const number = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : readWhole(value);
  if (BigInt.asIntN(64, number) === number) return number;
  throw unreadable(value);
}

/**
 * Reads a floating-point number of 64 bits.
 * @throws ConversionError when it is none, or is too big
 */
export function readDouble(value: Json): number {
  const number = typeof value === "number" ? value : Number(matchDecimal(value)?.[0] ?? Number.NaN);
  if (Number.isFinite(number)) return number;
  throw unreadable(value);
}

/**
 * Reads a floating-point number of 32 bits.
 * @throws ConversionError when it is none, or is too big
 */
export function readFloat(value: Json): number {
  const number = Math.fround(readDouble(value));
  if (Number.isFinite(number)) return number;
  throw unreadable(value);
}

/**
 * Makes a reader of decimals: of their unscaled values. Digits behind the scale are rounded half up, as HiveDecimal does.
 * What it makes throws a ConversionError for what is no number, or has more digits than `precision` allows.
 */
export function decimalReader(precision: number, scale: number): (value: Json) => bigint {
  const limit = 10n ** BigInt(precision);
  return (value) => {
    const unscaled = (typeof value === "number" ? fastUnscaled(value, scale) : undefined) ?? readUnscaled(value, scale);
    if (unscaled < limit && unscaled > -limit) return unscaled;
    throw unreadable(value);
  };
}

/** Undefined when it takes more than doubles can do: they are exact as long as dividing gives the number back. */
function fastUnscaled(value: number, scale: number): bigint | undefined {
  const unscaled = Math.round(value * 10 ** scale);
  const exact = Number.isSafeInteger(unscaled) && scale <= 22 && unscaled / 10 ** scale === value;
  return exact ? BigInt(unscaled) : undefined;
}

/**
 * The value times ten to the power of `scale`; digits behind that are rounded half up.
 * @throws ConversionError when it is no number
 */
export function readUnscaled(value: Json, scale: number): bigint {
  const { sign, digits, shift } = digitsOf(value, scale);
  const magnitude = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : shorten(digits, -shift);
  return sign === "-" ? -magnitude : magnitude;
}

/** @throws ConversionError when it is no number, or not a whole one */
function readWhole(value: Json): bigint {
  const { digits, shift } = digitsOf(value, 0);
  if (shift < 0 && /[1-9]/.test(digits.slice(shift))) throw unreadable(value);
  return readUnscaled(value, 0);
}

/** A number's digits, and by how many places they stand left of the unit that `scale` makes. */
function digitsOf(value: Json, scale: number): { sign: string; digits: string; shift: number } {
  const [, sign, whole = "", fraction = "", exponent = "0"] = matchDecimal(value) ?? [];
  if (sign === undefined) throw unreadable(value);
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return { sign, digits: "0", shift: 0 };
  const shift = Number(exponent) - fraction.length + scale;
  if (digits.length + shift > maxDigits) throw unreadable(value);
  return { sign, digits, shift };
}

/** Takes off the last `count` digits and rounds half up. */
function shorten(digits: string, count: number): bigint {
  const kept = BigInt(digits.slice(0, -count));
  const half = count <= digits.length && digits.charAt(digits.length - count) >= "5";
  return half ? kept + 1n : kept;
}

function matchDecimal(value: Json): RegExpExecArray | undefined {
  const text = isNumber(value) || typeof value === "string" ? String(value).trim() : "";
  return decimalText.exec(text) ?? undefined;
}
