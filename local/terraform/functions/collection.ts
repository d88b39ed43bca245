import { EvaluationError } from "../errors";
import {
  compareText,
  describe,
  equal,
  isList,
  isMap,
  sortedEntries,
  toList,
  toMap,
  toNumber,
  toText,
  unify,
  type Value,
  type ValueMap,
} from "../value";
import { any, type TerraformFunction, takes, takesMany } from "./signature";
import { characters } from "./string";

/** Terraform's collection functions. */
export const collection: Readonly<Record<string, TerraformFunction>> = {
  chunklist: takes([toList, toNumber], chunk),
  coalesce: takesMany([], any, (values) => firstOf(unify(values), (value) => value !== null && value !== "")),
  coalescelist: takesMany([], toList, (lists) => firstOf(lists, (list) => isList(list) && list.length > 0)),
  compact: takes([toList], (list) => unify(list).filter((item) => item !== null && item !== "")),
  concat: takesMany([], toList, (lists) => lists.flat()),
  contains: takes([toList, any], (list, wanted) => list.some((item) => equal(item, wanted))),
  distinct: takes([toList], (list) => distinct(unify(list))),
  element: takes([toList, toNumber], element),
  flatten: takes([toList], flatten),
  index: takes([toList, any], indexOf),
  keys: takes([toMap], (map) => sortedEntries(map).map(([key]) => key)),
  length: takes([any], length),
  lookup: takesMany([toMap, toText], any, lookup),
  merge: takesMany([], any, merge),
  one: takes([toList], one),
  reverse: takes([toList], (list) => list.toReversed()),
  setintersection: takesMany([toList], toList, (first, others) =>
    toSet(first.filter((item) => others.every((other) => has(other, item)))),
  ),
  setsubtract: takes([toList, toList], (list, without) => toSet(list.filter((item) => !has(without, item)))),
  setunion: takesMany([toList], toList, (first, others) => toSet([first, ...others].flat())),
  slice: takes([toList, toNumber, toNumber], slice),
  sort: takes([toList], (list) => list.map(toText).sort(compareText)),
  sum: takes([toList], sum),
  values: takes([toMap], (map) => sortedEntries(map).map(([, value]) => value)),
  zipmap: takes([toList, toList], (keys, values) => {
    if (keys.length !== values.length) throw new EvaluationError(`${keys.length} keys for ${values.length} values`);
    return Object.fromEntries(keys.map((key, index) => [toText(key), values[index] ?? null]));
  }),
};

/** A set as Terraform lists it: one type, no duplicates, text by its bytes and numbers by size. */
export function toSet(list: readonly Value[]): readonly Value[] {
  const items = distinct(unify(list));
  if (items.every((item) => typeof item === "number")) return items.toSorted((left, right) => left - right);
  if (items.every((item) => typeof item === "string")) return items.toSorted(compareText);
  return items;
}

function has(list: readonly Value[], wanted: Value): boolean {
  return list.some((item) => equal(item, wanted));
}

function distinct(list: readonly Value[]): readonly Value[] {
  return list.filter((item, index) => list.findIndex((other) => equal(other, item)) === index);
}

function firstOf(values: readonly Value[], isWanted: (value: Value) => boolean): Value {
  const found = values.find(isWanted);
  if (found === undefined) throw new EvaluationError("all of its arguments are null or empty");
  return found;
}

function chunk(list: readonly Value[], size: number): Value {
  if (!Number.isInteger(size) || size < 0) throw new EvaluationError(`a chunk has no ${size} items`);
  if (size === 0) return [list];
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** The item at an index that wraps around the list's end. */
function element(list: readonly Value[], index: number): Value {
  const item = list[index % list.length];
  if (item === undefined) throw new EvaluationError(`there is no item ${index} in ${describe(list)}`);
  return item;
}

function flatten(list: readonly Value[]): readonly Value[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function indexOf(list: readonly Value[], wanted: Value): number {
  const index = list.findIndex((item) => equal(item, wanted));
  if (index < 0) throw new EvaluationError(`${describe(wanted)} is not in the list`);
  return index;
}

function length(value: Value): number {
  if (typeof value === "string") return characters(value).length;
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new EvaluationError(`a list, a map or a string is needed, not ${describe(value)}`);
}

function lookup(map: ValueMap, key: string, defaults: readonly Value[]): Value {
  const value = Object.hasOwn(map, key) ? map[key] : defaults[0];
  if (value === undefined) throw new EvaluationError(`there is no ${JSON.stringify(key)} in ${describe(map)}`);
  return value;
}

/** Later maps win; a null among them counts as an empty map. */
function merge(maps: readonly Value[]): Value {
  return Object.fromEntries(maps.flatMap((map) => (map === null ? [] : Object.entries(toMap(map)))));
}

function one(list: readonly Value[]): Value {
  if (list.length > 1) throw new EvaluationError(`a list of one item at most is needed, not ${describe(list)}`);
  return list[0] ?? null;
}

function sum(list: readonly Value[]): number {
  if (list.length === 0) throw new EvaluationError("a list of one item or more is needed");
  return list.map(toNumber).reduce((total, number) => total + number);
}

function slice(list: readonly Value[], start: number, end: number): Value {
  if (start < 0 || end < start || end > list.length) {
    throw new EvaluationError(`there is no slice from ${start} to ${end} of ${describe(list)}`);
  }
  return list.slice(start, end);
}
