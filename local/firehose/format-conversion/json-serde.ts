import type { Deserializer, OpenXJsonSerDe } from "@aws-sdk/client-firehose";
import type { Json } from "./json";
import { readOpenXTimestamp } from "./time-values";
import { timestampReader } from "./timestamp-formats";

/** How one of Hive's two SerDes for JSON reads it. */
export interface JsonSerDe {
  /** Whether a value of another shape is made to fit where that is possible: `"5"` is a number, `7` a list of one. */
  readonly coerces: boolean;
  /** The key, normalized, under which a field stands in JSON. */
  keyOf(field: string): string;
  /** A key of JSON as fields are looked up by. */
  normalize(key: string): string;
  /** A key of JSON as it is stored where it is data: in a map, or in a text. */
  stored(key: string): string;
  /** Microseconds since the epoch; throws a ConversionError. */
  readTimestamp(value: Json): bigint;
}

/**
 * The SerDe that a conversion names: OpenX's, or Hive's own, which is the stricter one
 * (https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html).
 * @throws ConversionError when a format for timestamps has no meaning
 */
export function jsonSerDe({ OpenXJsonSerDe, HiveJsonSerDe }: Deserializer): JsonSerDe {
  if (OpenXJsonSerDe) return openXSerDe(OpenXJsonSerDe);
  return {
    coerces: false,
    keyOf: lowered,
    normalize: lowered,
    stored: (key) => key,
    readTimestamp: timestampReader(HiveJsonSerDe?.TimestampFormats ?? []),
  };
}

function openXSerDe(options: OpenXJsonSerDe): JsonSerDe {
  const keys = new Map(Object.entries(options.ColumnToJsonKeyMappings ?? {}));
  const stored = (options.CaseInsensitive ?? true) ? lowered : (key: string) => key;
  const normalize = options.ConvertDotsInJsonKeysToUnderscores
    ? (key: string) => stored(key).replaceAll(".", "_")
    : stored;
  return {
    coerces: true,
    keyOf: (field) => normalize(keys.get(field) ?? field),
    normalize,
    stored,
    readTimestamp: readOpenXTimestamp,
  };
}

function lowered(key: string): string {
  return key.toLowerCase();
}
