import { toBool, toList, toMap, toNumber, toText, unify, type Value } from "../value";
import { toSet } from "./collection";
import { any, type Convert, type TerraformFunction, takes } from "./signature";

/** Terraform's type conversions. Sensitive values are plain here: nothing local is a secret. */
export const conversion: Readonly<Record<string, TerraformFunction>> = {
  nonsensitive: takes([any], any),
  sensitive: takes([any], any),
  tobool: takes([orNull(toBool)], any),
  tolist: takes([orNull((value) => unify(toList(value)))], any),
  tomap: takes([orNull(toUniformMap)], any),
  tonumber: takes([orNull(toNumber)], any),
  toset: takes([orNull((value) => toSet(toList(value)))], any),
  tostring: takes([orNull(toText)], any),
};

/** Null has every type. */
function orNull(convert: Convert<Value>): Convert<Value> {
  return (value) => (value === null ? null : convert(value));
}

function toUniformMap(value: Value): Value {
  const map = toMap(value);
  const values = unify(Object.values(map));
  return Object.fromEntries(Object.keys(map).map((key, index) => [key, values[index] ?? null]));
}
