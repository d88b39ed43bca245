import { parsePrefix } from "../delivery/prefix";
import type { ProcessedRecord } from "../delivery/processed-record";

/** Firehose's error of a record whose partition can't be told. */
export const metadataExtractionFailed = "DynamicPartitioning.MetadataExtractionFailed";

/**
 * Makes what tells a record's partition: the values of those partition keys that the prefix names, as one text.
 * Undefined when the record has no value for one of them.
 */
export function partitioner(prefix: string): (record: ProcessedRecord) => string | undefined {
  const expressions = parsePrefix(prefix).filter((part) => typeof part !== "string");
  const inQuery = namesIn("partitionKeyFromQuery");
  const inLambda = namesIn("partitionKeyFromLambda");

  function namesIn(namespace: string): readonly string[] {
    return expressions.filter((expression) => expression.namespace === namespace).map(({ value }) => value);
  }

  return ({ partitionKeys: { query, lambda } = { query: {}, lambda: {} } }) => {
    const values = [...inQuery.map((name) => own(query, name)), ...inLambda.map((name) => own(lambda, name))];
    return values.every((value) => value) ? JSON.stringify(values) : undefined;
  };
}

function own(keys: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}
