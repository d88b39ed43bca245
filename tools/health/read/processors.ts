import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Environment, Processor } from "../../../environments";
import { metricNamespace } from "../../../functions/shared/contract";
import { metrics as own } from "../../../functions/shared/processor/contract";
import { queueMetrics } from "../../../modules/failure-queue/metrics";
import { functionMetrics } from "../../../modules/lambda-function/metrics";
import { metricsOf } from "../../../modules/metric/metric";
import { mappingMetrics } from "../../../modules/stream-mapping/metrics";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { FailureFacts } from "../failures";
import type { FunctionFacts } from "../functions";
import type { MetricReader, Series } from "../metric-reader";
import { listFailedBatches } from "./failed-batches";
import { readSource } from "./source";

const none: Series = { timesMs: [], values: [] };

/** A function of the environment. */
export interface FunctionOf {
  readonly subject: string;
  readonly names: Names;
  /** In the environment. */
  readonly key: string;
  readonly timeoutSeconds: number;
}

/** What tells how a function is. */
export async function readFunction(
  reader: MetricReader,
  { subject, names, key, timeoutSeconds }: FunctionOf,
): Promise<FunctionFacts> {
  const { name } = names.function(key);
  const metrics = functionMetrics(name);
  const [invocations, errors, throttles, durationMs] = await Promise.all([
    reader.series(metrics.invocations),
    reader.series(metrics.errors),
    reader.series(metrics.throttles),
    reader.series(metrics.duration),
  ]);
  const logGroup = names.logGroup(key).name;
  return { subject, name, logGroup, timeoutMs: timeoutSeconds * 1_000, invocations, errors, throttles, durationMs };
}

/** A function's mapping. @returns undefined when it has none. @throws Error of AWS, such as `ResourceNotFoundException` */
export async function readMapping(
  client: LambdaClient,
  FunctionName: string,
): Promise<EventSourceMappingConfiguration | undefined> {
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, { FunctionName })) {
    if (EventSourceMappings[0]) return EventSourceMappings[0];
  }
  return undefined;
}

/** A processor of the environment, and what feeds it. */
export interface ProcessorOf {
  readonly environment: Environment;
  readonly names: Names;
  /** In the environment. */
  readonly key: string;
  readonly processor: Processor;
  /** The UUID of its mapping. */
  readonly mapping: string;
}

/** Reads how a processor keeps up with its stream. */
export async function readConsumer(
  reader: MetricReader,
  { environment, names, key, processor, mapping }: ProcessorOf,
): Promise<ConsumerFacts> {
  const [ageMs, read, source] = await Promise.all([
    reader.series(functionMetrics(names.function(key).name).iteratorAge),
    reader.series(mappingMetrics(mapping).polled),
    readSource(reader, environment, names, processor.stream),
  ]);
  return {
    ...{ subject: `processor ${key}`, ...source, ageMs, read, toldWithinMinutes: 1 },
    command: `aws lambda get-event-source-mapping --uuid ${mapping}`,
  };
}

/** Reads what a processor gave up or set aside. */
export async function readFailures(
  s3: S3Client,
  reader: MetricReader,
  { environment, names, key, processor, mapping }: ProcessorOf,
): Promise<FailureFacts> {
  const { name } = names.function(key);
  const ofCode = metricsOf(metricNamespace, { Environment: environment.name, FunctionName: name });
  const ofMapping = mappingMetrics(mapping);
  const queueName = processor.onFailure === "sqs" ? names.queue(key).name : undefined;
  const bucket = names.failuresBucket.name;
  const [quarantined, dropped, refused, diverted, waiting, failedBatches] = await Promise.all([
    reader.series(ofCode(own.recordsRejected, "Sum", "Count", "Records in quarantine")),
    reader.series(ofMapping.dropped),
    reader.series(functionMetrics(name).destinationDeliveryFailures),
    reader.series(ofMapping.onFailureDelivered),
    queueName === undefined ? none : reader.series(queueMetrics(queueName).waiting),
    queueName === undefined ? listFailedBatches(s3, bucket, mapping, reader.window.startMs) : [],
  ]);
  return {
    ...{ subject: `processor ${key}`, processor: key, mapping, failuresBucket: bucket, failedBatches, queueName },
    ...{ quarantined, dropped, refused, diverted, waiting },
  };
}
