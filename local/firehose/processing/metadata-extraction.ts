import { setImmediate } from "node:timers/promises";
import type { Jq, JqError } from "jq-web";
import { AwsError } from "../../aws-error";

/** The partition keys of a record, or why it has none. */
export type ExtractionResult =
  | { readonly kind: "keys"; readonly keys: Readonly<Record<string, string>> }
  | { readonly kind: "error"; readonly message: string };

/** A delivery stream's MetadataExtraction processor. */
export interface MetadataExtraction {
  /** The partition keys of each record, in the order of the records. */
  extract(records: readonly Buffer[]): Promise<readonly ExtractionResult[]>;
}

/** A call of jq costs about as much as 100 records, and the event loop stands still until it returns. */
const maxCallRecords = 1_000;
const maxCallBytes = 1024 * 1024;

/**
 * Makes a query give one line for each line, whatever a record or the query does: functions that read on, stop jq or
 * print are hidden from it. A second output is one too many, so that no more are made.
 */
const beforeQuery = `
def input: error("input is not allowed"); def inputs: input; def debug: .; def debug(message): .; def stderr: .;
def halt: error("halt is not allowed"); def halt_error: halt; def halt_error(code): halt;
(try {value: fromjson} catch null) as $record
| if $record == null then {error: "Non JSON record provided"}
  else $record.value | try {outputs: [limit(2; (
`;
const afterQuery = `
))]} catch {error: tostring} end`;

/**
 * Compiles a MetadataExtractionQuery.
 * @param query jq whose output is an object of partition keys, such as `{country: .metadata.country}`
 * @throws AwsError `InvalidArgumentException` for what jq can't compile
 */
export async function createMetadataExtraction(query: string): Promise<MetadataExtraction> {
  // Takes 15 MB to load, and few delivery streams have queries.
  const { default: jqReady } = await import("jq-web");
  const jq = await jqReady;
  try {
    // By itself, or a query of unbalanced parentheses would become another one inside ours.
    jq.raw("", query, []);
  } catch (error) {
    throw new AwsError(
      "InvalidArgumentException",
      `MetadataExtractionQuery: ${(error as JqError).stderr}; got ${query}`,
    );
  }
  const program = beforeQuery + query + afterQuery;
  return {
    async extract(records) {
      const results: ExtractionResult[] = [];
      for (const lines of calls(records)) {
        results.push(...run(jq, program, lines));
        await setImmediate();
      }
      return results;
    },
  };
}

/** Runs the query over some records. What jq does not survive, such as a text of gigabytes, is one record's error. */
function run(jq: Jq, program: string, lines: readonly string[]): readonly ExtractionResult[] {
  try {
    const output = jq.raw(lines.join(""), program, ["--raw-input", "--compact-output"]) ?? "";
    return output.split("\n").map((line) => toResult(JSON.parse(line)));
  } catch (error) {
    if (lines.length === 1) return [{ kind: "error", message: `jq failed: ${(error as Error).message}` }];
    // By halves, since a call costs so much more than a record.
    const middle = Math.floor(lines.length / 2);
    return [...run(jq, program, lines.slice(0, middle)), ...run(jq, program, lines.slice(middle))];
  }
}

/** Records as lines, in groups of bounded size. Line feeds in JSON only ever stand between its tokens. */
function* calls(records: readonly Buffer[]): Generator<readonly string[]> {
  let lines: string[] = [];
  let bytes = 0;
  for (const record of records) {
    lines.push(`${record.toString().replaceAll("\n", " ")}\n`);
    bytes += record.length;
    if (lines.length < maxCallRecords && bytes < maxCallBytes) continue;
    yield lines;
    lines = [];
    bytes = 0;
  }
  if (lines.length > 0) yield lines;
}

/** What our program around the query puts out for a record. */
type QueryOutput = { readonly outputs: readonly unknown[] } | { readonly error: string };

function toResult(output: QueryOutput): ExtractionResult {
  if ("error" in output) return { kind: "error", message: output.error };
  const [keys, ...more] = output.outputs;
  if (typeof keys !== "object" || keys === null || Array.isArray(keys) || more.length > 0) {
    return { kind: "error", message: "MetadataExtractionQuery must return one JSON object" };
  }
  const entries = Object.entries(keys);
  const missing = entries.find(([, value]) => value === null || value === "");
  if (missing) return { kind: "error", message: "partitionKeys values must not be null or empty" };
  const nested = entries.find(([, value]) => typeof value === "object");
  if (nested)
    return { kind: "error", message: `partitionKeys values must be strings, numbers or booleans: ${nested[0]}` };
  return { kind: "keys", keys: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) };
}
