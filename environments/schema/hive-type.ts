const primitives = "boolean tinyint smallint int bigint float double string binary date timestamp".split(" ");

/** Whether Glue, Athena and Firehose's conversion all know a column's type, such as `struct<device:string>`. */
export function isHiveType(type: string): boolean {
  if (isPrimitive(type)) return true;
  const [, name = "", inner = ""] = /^(\w+)<(.+)>$/.exec(type) ?? [];
  const parts = splitAtTop(inner);
  if (name === "array") return parts.length === 1 && isHiveType(inner);
  if (name === "map") {
    const [key = "", value = ""] = parts;
    // A key is one value; Hive takes nothing nested there.
    return parts.length === 2 && isPrimitive(key) && isHiveType(value);
  }
  return name === "struct" && hasDistinctNames(parts) && parts.every(isField);
}

function isPrimitive(type: string): boolean {
  return primitives.includes(type) || isSized(type);
}

/** Types with a size: 38 digits, 255 and 65,535 characters are Hive's most. */
function isSized(type: string): boolean {
  const [, name, first = "", second = "0"] = /^(decimal|char|varchar)\((\d{1,5})(?:,(\d{1,2}))?\)$/.exec(type) ?? [];
  const size = Number(first);
  if (name === "decimal") return size >= 1 && size <= 38 && Number(second) <= size;
  return name !== undefined && !type.includes(",") && size >= 1 && size <= (name === "char" ? 255 : 65_535);
}

function isField(part: string): boolean {
  const colon = part.indexOf(":");
  return /^[a-z_][a-z0-9_]*$/.test(part.slice(0, colon)) && isHiveType(part.slice(colon + 1));
}

function hasDistinctNames(fields: readonly string[]): boolean {
  return new Set(fields.map((field) => field.slice(0, field.indexOf(":")))).size === fields.length;
}

/** Splits at the commas that stand in no brackets. */
export function splitAtTop(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of list.matchAll(/[<>(),]/g)) {
    if (sign === "<" || sign === "(") depth++;
    if (sign === ">" || sign === ")") depth--;
    if (sign !== "," || depth > 0) continue;
    parts.push(list.slice(start, index));
    start = index + 1;
  }
  return [...parts, list.slice(start)];
}
