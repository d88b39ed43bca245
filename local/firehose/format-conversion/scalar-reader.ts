import { ConversionError, mismatch, unreadable } from "./conversion-error";
import type { ScalarType } from "./hive-type";
import { isObject, type Json } from "./json";
import type { JsonSerDe } from "./json-serde";
import { jsonText } from "./json-text";
import { decimalReader, readBigint, readDouble, readFloat, readInteger } from "./number-values";
import { readDate } from "./time-values";

/**
 * Makes a reader of the values of a column without others inside: dates are days, timestamps microseconds since the
 * epoch, decimals unscaled. What it makes throws a ConversionError for a value that does not fit.
 */
export function scalarReader(
  type: ScalarType,
  serde: JsonSerDe,
): (value: Json) => string | number | bigint | boolean | Uint8Array {
  switch (type.kind) {
    case "string":
      return (value) => readText(value, serde);
    case "varchar":
      return (value) => shorten(readText(value, serde), type.length);
    case "char":
      // Blanks at its end mean nothing to Hive, which stores none.
      return (value) => shorten(readText(value, serde), type.length).replace(/ +$/, "");
    case "binary":
      return (value) => Buffer.from(readText(value, serde));
    case "boolean":
      return (value) => readBoolean(value, serde);
    case "date":
      return readDate;
    case "timestamp":
      return serde.readTimestamp;
    case "tinyint":
      return numberReader((value) => readInteger(value, 8), serde);
    case "smallint":
      return numberReader((value) => readInteger(value, 16), serde);
    case "int":
      return numberReader((value) => readInteger(value, 32), serde);
    case "bigint":
      return numberReader(readBigint, serde);
    case "float":
      return numberReader(readFloat, serde);
    case "double":
      return numberReader(readDouble, serde);
    case "decimal":
      return numberReader(decimalReader(type.precision, type.scale), serde);
  }
}

/** Hive's SerDe takes no string for a number. */
function numberReader<T>(read: (value: Json) => T, serde: JsonSerDe): (value: Json) => T {
  if (serde.coerces) return read;
  return (value) => {
    if (typeof value !== "string") return read(value);
    throw mismatch("Current token (VALUE_STRING) not numeric, can not use numeric value accessors");
  };
}

function readText(value: Json, serde: JsonSerDe): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) && !isObject(value)) return String(value);
  if (serde.coerces) return jsonText(value, serde.stored);
  const message = "One or more fields have incorrect format. Exception when validating field (root)";
  throw new ConversionError("DataFormatConversion.MalformedData", message);
}

/** The first characters, of which some take two places in a string of JavaScript. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join("");
}

function readBoolean(value: Json, serde: JsonSerDe): boolean {
  if (typeof value === "boolean") return value;
  const text = serde.coerces && typeof value === "string" ? value.toLowerCase() : undefined;
  if (text === "true" || text === "false") return text === "true";
  throw unreadable(value);
}
