import { mismatch } from "./conversion-error";
import type { HiveField, HiveType } from "./hive-type";
import { isObject, type Json } from "./json";
import type { JsonSerDe } from "./json-serde";
import { jsonText } from "./json-text";
import { scalarReader } from "./scalar-reader";

/** A value as the Parquet writer takes it: dates as days, timestamps as microseconds, decimals unscaled. */
export type ColumnValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly ColumnValue[]
  | ReadonlyMap<ColumnValue, ColumnValue>
  | Struct;

/** A row, or a value of a struct: a value for each field, null for one that JSON lacks. */
export interface Struct {
  [field: string]: ColumnValue;
}

/** Reads a value; throws a ConversionError for one that does not fit. */
type ReadValue = (value: Json) => ColumnValue;

const startOfObject = "java.io.IOException: Start of Object expected";
const startOfArray = "java.io.IOException: Start of Array expected";

/**
 * Makes a reader of objects with these fields; members that are no field's are ignored. What it makes throws a
 * ConversionError for a value that does not fit.
 */
export function structReader(fields: readonly HiveField[], serde: JsonSerDe): (value: Json) => Struct {
  const readers = fields.map(({ name, type }) => ({ name, read: valueReader(type, serde) }));
  const byKey = groupByKey(readers, ({ name }) => serde.keyOf(name));
  // Each field is the object's own, so that none is found in the prototype.
  const nulls: Struct = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return (value) => {
    const struct = { ...nulls };
    if (isObject(value)) {
      for (const key in value) {
        // Most keys are written as their fields are: only the others pay for being normalized.
        const readersOfKey = byKey.get(key) ?? byKey.get(serde.normalize(key)) ?? [];
        for (const { name, read } of readersOfKey) struct[name] = read(value[key] ?? null);
      }
    } else if (Array.isArray(value) && serde.coerces) {
      for (const [index, { name, read }] of readers.entries()) struct[name] = read(value[index] ?? null);
    } else throw mismatch(serde.coerces ? notObject(value) : startOfObject);
    return struct;
  };
}

/** By the key they stand under: fields may be mapped to one and the same. */
function groupByKey<T>(readers: readonly T[], keyOf: (reader: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const reader of readers) groups.set(keyOf(reader), [...(groups.get(keyOf(reader)) ?? []), reader]);
  return groups;
}

function valueReader(type: HiveType, serde: JsonSerDe): ReadValue {
  const read = readerOf(type, serde);
  return (value) => (value === null ? null : read(value));
}

function readerOf(type: HiveType, serde: JsonSerDe): ReadValue {
  switch (type.kind) {
    case "array":
      return arrayReader(valueReader(type.element, serde), serde);
    case "map":
      // JSON's keys are strings, whatever the map's are.
      return mapReader(scalarReader(type.key, { ...serde, coerces: true }), valueReader(type.value, serde), serde);
    case "struct":
      return structReader(type.fields, serde);
    default:
      return scalarReader(type, serde);
  }
}

function arrayReader(readElement: ReadValue, serde: JsonSerDe): ReadValue {
  return (value) => {
    if (Array.isArray(value)) return value.map(readElement);
    if (serde.coerces) return [readElement(value)];
    throw mismatch(startOfArray);
  };
}

function mapReader(readKey: ReadValue, readMember: ReadValue, serde: JsonSerDe): ReadValue {
  return (value) => {
    if (!isObject(value)) throw mismatch(serde.coerces ? notObject(value) : startOfObject);
    return new Map(Object.entries(value).map(([key, member]) => [readKey(serde.stored(key)), readMember(member)]));
  };
}

/** In the words of OpenX, which names the class that Java holds the value in. */
function notObject(value: Json): string {
  return `Data is not JSONObject  but ${javaClass(value)} with value ${jsonText(value, String)}`;
}

function javaClass(value: Json): string {
  if (Array.isArray(value)) return "org.openx.data.jsonserde.json.JSONArray";
  if (typeof value === "string") return "java.lang.String";
  if (typeof value === "boolean") return "java.lang.Boolean";
  return /^-?\d+$/.test(String(value)) ? "java.lang.Long" : "java.lang.Double";
}
