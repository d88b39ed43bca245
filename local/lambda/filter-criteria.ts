import { AwsError } from "../aws-error";
import { compileEventPattern, EventPatternError, isObject, parseEventPattern } from "../event-pattern";
import type { KinesisRecord } from "../kinesis/reader";
import { parseJson } from "../parse-json";

/**
 * Compiles a mapping's filters (EventBridge patterns over `data` and the record's metadata); one that matches is enough.
 * Data that is not a JSON object is discarded by a filter that reads fields of it, whatever the filter says.
 *
 * @throws AwsError `InvalidParameterValueException` for a pattern that is not JSON or not of that set
 */
export function compileFilters(patterns: readonly string[]): (record: KinesisRecord) => boolean {
  const matchers = patterns.map((pattern) => {
    try {
      const parsed = parseEventPattern(pattern);
      return { matches: compileEventPattern(parsed), readsJson: isObject(parsed["data"]) };
    } catch (error) {
      if (!(error instanceof EventPatternError)) throw error;
      throw new AwsError("InvalidParameterValueException", `Invalid filter pattern definition. ${error.message}.`);
    }
  });
  return (record) => {
    const text = record.bytes.toString("utf8");
    const json = matchers.some(({ readsJson }) => readsJson) ? parseJson(text) : undefined;
    const metadata = {
      kinesisSchemaVersion: "1.0",
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      approximateArrivalTimestamp: record.arrivalMs / 1000,
    };
    return matchers.some(({ matches, readsJson }) =>
      readsJson ? isObject(json) && matches({ ...metadata, data: json }) : matches({ ...metadata, data: text }),
    );
  };
}
