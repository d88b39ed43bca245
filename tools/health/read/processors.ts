import { type LambdaClient, paginateListEventSourceMappings } from "@aws-sdk/client-lambda";
import type { Environment } from "../../../environments";
import { metricNamespace } from "../../../functions/shared/contract";
import { metrics } from "../../../functions/shared/processor/contract";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { FailureFacts } from "../failures";
import type { FunctionFacts } from "../functions";
import type { MetricReader, Series } from "../metric-reader";

const none: Series = { timesMs: [], values: [] };

/** What tells how a function is. */
export async function readFunction(
  reader: MetricReader,
  {
    subject,
    name,
    timeoutSeconds,
  }: { readonly subject: string; readonly name: string; readonly timeoutSeconds: number },
): Promise<FunctionFacts> {
  const series = ofFunction(reader, name);
  const [invocations, errors, throttles, durationMs] = await Promise.all([
    series("Invocations", "Sum"),
    series("Errors", "Sum"),
    series("Throttles", "Sum"),
    series("Duration", "Maximum"),
  ]);
  return { subject, name, timeoutMs: timeoutSeconds * 1_000, invocations, errors, throttles, durationMs };
}

/** The UUID of a function's mapping. @throws Error when it has none */
export async function mappingOf(client: LambdaClient, functionName: string): Promise<string> {
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
    { client },
    { FunctionName: functionName },
  )) {
    const uuid = EventSourceMappings[0]?.UUID;
    if (uuid !== undefined) return uuid;
  }
  throw new Error(`function ${functionName} has no event source mapping: nothing feeds it`);
}

/** Reads how a processor keeps up with its stream. */
export async function readConsumer(
  reader: MetricReader,
  { environment, names, key, mapping }: ProcessorOf,
): Promise<ConsumerFacts> {
  const { stream, name, retentionHours } = streamOf(environment, names, key);
  const [ageMs, read, written] = await Promise.all([
    ofFunction(reader, names.function(key).name)("IteratorAge", "Maximum"),
    ofMapping(reader, mapping)("PolledEventCount"),
    reader.series({
      ...{ namespace: "AWS/Kinesis", name: "IncomingRecords", statistic: "Sum" },
      dimensions: { StreamName: name },
    }),
  ]);
  return {
    ...{ subject: `processor ${key}`, stream, ageMs, read, written },
    freshnessMs: environment.alarms.freshnessObjectiveSeconds * 1_000,
    retentionMs: retentionHours * 3_600_000,
    command: `aws lambda get-event-source-mapping --uuid ${mapping}`,
  };
}

/** Reads what a processor gave up or set aside. */
export async function readFailures(
  reader: MetricReader,
  { environment, names, key, mapping }: ProcessorOf,
): Promise<FailureFacts> {
  const { name } = names.function(key);
  const dimensions = { Environment: environment.name, FunctionName: name };
  const ofQueue = environment.processors[key]?.onFailure === "sqs" ? names.queue(key).name : undefined;
  const [quarantined, dropped, refused, diverted, waiting] = await Promise.all([
    reader.series({ namespace: metricNamespace, name: metrics.recordsRejected, dimensions, statistic: "Sum" }),
    ofMapping(reader, mapping)("DroppedEventCount"),
    ofFunction(reader, name)("DestinationDeliveryFailures", "Sum"),
    ofMapping(reader, mapping)("OnFailureDestinationDeliveredEventCount"),
    ofQueue === undefined
      ? none
      : reader.series({
          ...{ namespace: "AWS/SQS", name: "ApproximateNumberOfMessagesVisible", statistic: "Maximum" },
          dimensions: { QueueName: ofQueue },
        }),
  ]);
  return {
    ...{ subject: `processor ${key}`, processor: key, failuresBucket: names.failuresBucket.name, queueName: ofQueue },
    ...{ quarantined, dropped, refused, diverted, waiting },
  };
}

interface ProcessorOf {
  readonly environment: Environment;
  readonly names: Names;
  /** In the environment. */
  readonly key: string;
  /** The UUID of its mapping. */
  readonly mapping: string;
}

function streamOf({ processors, streams }: Environment, names: Names, key: string) {
  const stream = processors[key]?.stream ?? "";
  return { stream, name: names.stream(stream).name, retentionHours: streams[stream]?.retentionHours ?? 24 };
}

function ofFunction(reader: MetricReader, name: string) {
  return (metric: string, statistic: "Maximum" | "Sum") =>
    reader.series({ namespace: "AWS/Lambda", name: metric, dimensions: { FunctionName: name }, statistic });
}

function ofMapping(reader: MetricReader, uuid: string) {
  return (metric: string) =>
    reader.series({
      ...{ namespace: "AWS/Lambda", name: metric, statistic: "Sum" },
      dimensions: { EventSourceMappingUUID: uuid },
    });
}
