import type { Problem } from "../../environment-error";
import { lakeFolders } from "../buckets";
import type { LakeTable, Projection } from "../lake-table";
import type { DeliveryContext } from "./context";
import { defaultErrorPrefix } from "./objects";
import { expressionsOf, prefixProblems } from "./prefix";
import type { S3Destination } from "./s3";

type At = (...fields: string[]) => string[];

/** What Firehose refuses of an S3 destination, or accepts and then loses from sight. */
export function* s3Rules(destination: S3Destination, context: DeliveryContext, at: At): Generator<Problem> {
  const table = context.tables[destination.table ?? ""];
  yield* conversionRules(destination, table, at);
  yield* dynamicRules(destination, context, at);
  yield* folderRules(destination, context, at);
  if (table) yield* partitionRules(destination, table, at);
}

function* conversionRules(destination: S3Destination, table: LakeTable | undefined, at: At): Generator<Problem> {
  const { compression, conversion, fileExtension } = destination;
  if (conversion) {
    if (compression !== "none") {
      yield { path: at("compression"), got: compression, allowed: `none: ${conversion.format} is compressed inside` };
    }
    yield* leastBuffer(destination, at, "conversion to Parquet or ORC");
  } else if (destination.deserializer) {
    yield {
      path: at("deserializer"),
      got: destination.deserializer,
      allowed: "none without a table of Parquet or ORC",
    };
  }
  if (table?.format !== "json") return;
  if (compression === "zip" || compression === "snappy") {
    const allowed = "none, gzip or hadoop-snappy: Athena reads no other in a table of JSON";
    yield { path: at("compression"), got: compression, allowed };
  }
  if (compression === "gzip" && fileExtension !== undefined && !fileExtension.endsWith(".gz")) {
    const allowed = "an extension that ends in .gz: by it, Athena knows GZIP from text";
    yield { path: at("fileExtension"), got: fileExtension, allowed };
  }
}

function* leastBuffer({ bufferMebibytes }: S3Destination, at: At, because: string): Generator<Problem> {
  if (bufferMebibytes < 64) {
    yield { path: at("bufferMebibytes"), got: bufferMebibytes, allowed: `at least 64 with ${because}` };
  }
}

function* dynamicRules(destination: S3Destination, { isTransformed }: DeliveryContext, at: At): Generator<Problem> {
  const { dynamicPartitioning: dynamic, prefix, bufferSeconds, conversion } = destination;
  if (!dynamic) {
    if (destination.deaggregation) {
      const allowed = "none without dynamicPartitioning: Firehose takes records apart for their keys alone";
      yield { path: at("deaggregation"), got: destination.deaggregation, allowed };
    }
    return;
  }
  if (!conversion) yield* leastBuffer(destination, at, "dynamic partitioning");
  if (bufferSeconds < 60) {
    yield { path: at("bufferSeconds"), got: bufferSeconds, allowed: "at least 60 with dynamic partitioning" };
  }
  const { jq, transformKeys } = dynamic;
  if (Object.keys(jq).length + transformKeys.length === 0) {
    yield { path: at("dynamicPartitioning"), got: dynamic, allowed: "at least one key in jq or transformKeys" };
  }
  if (transformKeys.length > 0 && !isTransformed) {
    const allowed = "none without a transform, which returns them";
    yield { path: at("dynamicPartitioning", "transformKeys"), got: transformKeys, allowed };
  }
  const used = expressionsOf(prefix).map(({ namespace, value }) => `${namespace}:${value}`);
  const keys = [
    ...Object.keys(jq).map((key) => ({ key, namespace: "partitionKeyFromQuery" })),
    ...transformKeys.map((key) => ({ key, namespace: "partitionKeyFromLambda" })),
  ];
  for (const { key, namespace } of keys.filter((each) => !used.includes(`${each.namespace}:${each.key}`))) {
    yield {
      path: at("prefix"),
      got: prefix,
      allowed: `a prefix with every dynamic key; !{${namespace}:${key}} is missing`,
    };
  }
}

function* folderRules(destination: S3Destination, { dataPrefixes, key }: DeliveryContext, at: At): Generator<Problem> {
  const { prefix, errorPrefix, dynamicPartitioning: dynamic, sourceBackup } = destination;
  const keys = dynamic && { queryKeys: Object.keys(dynamic.jq), lambdaKeys: dynamic.transformKeys };
  yield* prefixProblems(at("prefix"), prefix, { isErrorPrefix: false, ...keys });
  if (dataPrefixes.length > 0 && !dataPrefixes.some((folder) => prefix.startsWith(folder))) {
    const allowed = `a prefix under one of lake.dataPrefixes (${dataPrefixes.join(", ")}): no lifecycle rule reaches what lies elsewhere`;
    yield { path: at("prefix"), got: prefix, allowed };
  }
  yield* errorFolderRules(at("errorPrefix"), errorPrefix, key);
  if (!sourceBackup) return;
  yield* prefixProblems(at("sourceBackup", "prefix"), sourceBackup.prefix, { isErrorPrefix: false });
  yield* errorFolderRules(at("sourceBackup", "errorPrefix"), sourceBackup.errorPrefix, key);
  const taken = [...dataPrefixes, lakeFolders.errors, lakeFolders.queryResults];
  if (taken.some((folder) => sourceBackup.prefix.startsWith(folder))) {
    const allowed = `a prefix apart from data and errors, such as source/${key}/: a query would count each record twice, and errors expire`;
    yield { path: at("sourceBackup", "prefix"), got: sourceBackup.prefix, allowed };
  }
}

/** Inside the data an error object would be queried and archived with it, and elsewhere it would not expire as errors do. */
function* errorFolderRules(path: string[], errorPrefix: string, key: string): Generator<Problem> {
  yield* prefixProblems(path, errorPrefix, { isErrorPrefix: true });
  if (errorPrefix.startsWith(lakeFolders.errors)) return;
  const allowed = `a prefix outside the data, under ${lakeFolders.errors}, such as ${defaultErrorPrefix(key)}: queries would read the errors, or they would never expire`;
  yield { path, got: errorPrefix, allowed };
}

/** Where Athena projects partitions, a query of other folders finds nothing, and no error says so. */
function* partitionRules({ prefix }: S3Destination, table: LakeTable, at: At): Generator<Problem> {
  const partitions = Object.entries(table.partitions);
  const folders = partitions.map(([name]) => `${name}=!{…}/`).join("");
  const form = new RegExp(`^${partitions.map(([name]) => `${name}=!\\{([^{}]+)\\}/`).join("")}`);
  const values = prefix.startsWith(table.prefix) ? form.exec(prefix.slice(table.prefix.length)) : null;
  if (!values) {
    const allowed = `the table's own folders, ${table.prefix}${folders}: a query would find nothing elsewhere`;
    yield { path: at("prefix"), got: prefix, allowed };
    return;
  }
  for (const [index, [name, projection]] of partitions.entries()) {
    const [namespace, pattern = ""] = (values[index + 1] ?? "").split(/:(.*)/s);
    if (namespace === "firehose") {
      const allowed = `what Athena can work out of ${name}'s projection: a query would never find it`;
      yield { path: at("prefix"), got: `!{firehose:${pattern}}`, allowed };
      continue;
    }
    const wanted = namespace === "timestamp" ? timestampFor(projection, pattern) : undefined;
    if (wanted === undefined || wanted === pattern) continue;
    const allowed = `!{timestamp:${wanted}}: the table projects ${name} that way, and a query would find nothing`;
    yield { path: at("prefix"), got: `!{timestamp:${pattern}}`, allowed };
  }
}

/** The pattern that writes what the projection reads; `undefined` where any may. */
function timestampFor(projection: Projection, pattern: string): string | undefined {
  if (projection.kind === "date") return projection.format;
  if (projection.kind === "integer") {
    // A year has four digits either way.
    const { digits = /^[yu]{4}$/.test(pattern) && projection.from >= 1_000 ? 4 : 1 } = projection;
    return pattern.charAt(0).repeat(digits);
  }
  return undefined;
}
