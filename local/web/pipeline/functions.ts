import { metricNamespace } from "../../../functions/shared/contract";
import { metrics, variables } from "../../../functions/shared/processor/contract";
import type { LambdaFunction } from "../../lambda/lambda-function";
import type { Mapping } from "../../lambda/mapping";
import type { Fact, PipelineEdge } from "../snapshot";
import { type BareNode, type Graph, nameOfArn, nodeId } from "./graph";
import type { Parts } from "./parts";

/** As long as metrics are kept. */
const dayMinutes = 1_440;

/** The functions that read streams, the tables that they write to, and where the records go that they could not process. */
export function drawFunctions(parts: Parts): Graph {
  const mappings = parts.mappings.mappings();
  const readers = parts.functions
    .functions()
    .filter(({ name }) => mappings.some(({ configuration }) => configuration.functionName === name));
  const ends = readers.map((fn) => endsOf(fn, parts));
  const destinations = mappings.flatMap((mapping) => destinationOf(mapping) ?? []);
  return {
    nodes: [
      ...readers.map((fn) => functionNode(fn, mappings, parts)),
      ...ends.flatMap(({ nodes }) => nodes),
      ...destinations.map(({ arn }) => failuresNode(nameOfArn(arn), arn.split(":")[2] ?? "", parts)),
    ],
    edges: [
      ...mappings.map((mapping) => sourceEdge(mapping, parts)),
      ...ends.flatMap(({ edges }) => edges),
      ...destinations.map(({ mapping, arn }) => destinationEdge(mapping, arn)),
    ],
  };
}

function functionNode(fn: LambdaFunction, mappings: readonly Mapping[], { short, recent }: Parts): BareNode {
  const own = mappings.filter(({ configuration }) => configuration.functionName === fn.name);
  const pending = own.reduce((sum, { engine }) => sum + engine.pending(), 0);
  const dimensions = { FunctionName: fn.name };
  const ageMs = recent.newest("AWS/Lambda", "IteratorAge", dimensions, "Maximum");
  const durationMs = recent.newest("AWS/Lambda", "Duration", dimensions, "p90");
  const errors = recent.sum(5, "AWS/Lambda", "Errors", dimensions) ?? 0;
  const problem = own
    .map(({ lastProcessingResult }) => lastProcessingResult)
    .find((text) => text.startsWith("PROBLEM"));
  const facts: Fact[] = [
    { label: "backlog", value: pending },
    ...(ageMs === undefined ? [] : [{ label: "age", value: ageMs, unit: "ms" as const }]),
    ...(durationMs === undefined ? [] : [{ label: "p90", value: durationMs, unit: "ms" as const }]),
    ...(errors > 0 ? [{ label: "errors in 5 min", value: errors, isBad: true }] : []),
    ...(problem === undefined ? [] : [{ label: "mapping", value: "PROBLEM", isBad: true }]),
  ];
  return {
    id: nodeId.function(fn.name),
    kind: "function",
    label: short(fn.name),
    name: fn.name,
    facts,
    identities: [fn.name, ...own.map(({ configuration }) => configuration.uuid)],
  };
}

/** What a processor is told of in its variables. */
function endsOf({ name, configuration }: LambdaFunction, parts: Parts): Graph {
  const { environment = {} } = configuration;
  const table = environment[variables.tableName];
  const failures = environment[variables.failuresBucket];
  const from = nodeId.function(name);
  const own = { Environment: environment[variables.environment] ?? "", FunctionName: name };
  const written = parts.rates.perSecond(`written ${name}`, processedBy(name, parts));
  return {
    nodes: [
      ...(table === undefined ? [] : [tableNode(table, parts)]),
      ...(failures === undefined ? [] : [failuresNode(failures, "s3", parts)]),
    ],
    edges: [
      ...(table === undefined ? [] : [flow(from, nodeId.table(table), written)]),
      ...(failures === undefined
        ? []
        : [
            {
              ...{ from, to: nodeId.failures(failures), kind: "failure" as const },
              failed: parts.recent.sum(dayMinutes, metricNamespace, metrics.recordsRejected, own) ?? 0,
            },
          ]),
    ],
  };
}

function processedBy(functionName: string, { mappings }: Parts): number {
  const own = mappings.mappings().filter(({ configuration }) => configuration.functionName === functionName);
  return own.reduce((sum, { engine }) => sum + engine.stats.processed, 0);
}

function tableNode(name: string, { short, tableItems, recent }: Parts): BareNode {
  const throttled = recent.sum(5, "AWS/DynamoDB", "WriteThrottleEvents", { TableName: name }) ?? 0;
  return {
    id: nodeId.table(name),
    kind: "table",
    label: short(name),
    name,
    facts: [
      { label: "items", value: tableItems.of(name) },
      ...(throttled > 0 ? [{ label: "throttled in 5 min", value: throttled, isBad: true }] : []),
    ],
    identities: [name],
  };
}

/** @param service of AWS, as its ARN has it: `s3`, `sqs` or `sns` */
function failuresNode(name: string, service: string, { short, recent }: Parts): BareNode {
  const node = { id: nodeId.failures(name), kind: "failures" as const, label: short(name), name, identities: [name] };
  if (service !== "sqs") return { ...node, facts: [] };
  const own = { QueueName: name };
  const waiting = recent.newest("AWS/SQS", "ApproximateNumberOfMessagesVisible", own, "Maximum") ?? 0;
  return { ...node, facts: [{ label: "waiting", value: waiting, isBad: waiting > 0 }] };
}

function sourceEdge({ stream, engine, configuration }: Mapping, { rates }: Parts): PipelineEdge {
  const { processed, failedDestination, filtered, dropped } = engine.stats;
  const done = processed + failedDestination + filtered + dropped;
  const to = nodeId.function(configuration.functionName);
  return flow(nodeId.stream(stream.name), to, rates.perSecond(`read ${configuration.uuid}`, done));
}

function destinationOf(mapping: Mapping): { readonly mapping: Mapping; readonly arn: string } | undefined {
  const arn = mapping.configuration.onFailureDestinationArn;
  return arn === undefined ? undefined : { mapping, arn };
}

function destinationEdge({ configuration, engine }: Mapping, arn: string): PipelineEdge {
  return {
    from: nodeId.function(configuration.functionName),
    to: nodeId.failures(nameOfArn(arn)),
    kind: "failure",
    failed: engine.stats.failedDestination,
  };
}

function flow(from: string, to: string, perSecond: number | undefined): PipelineEdge {
  return { from, to, kind: "flow", perSecond };
}
