import { metrics as transformMetrics } from "../../../functions/data-transform/contract";
import { metricNamespace } from "../../../functions/shared/contract";
import { metrics as processorMetrics } from "../../../functions/shared/processor/contract";
import { namesOf } from "../../../names";
import { type EmittedMetric, type StatisticKind, seriesOfFamily, type Thresholds } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";

const multi = ["Average", "Maximum", "Minimum", "SampleCount", "percentile"] as const;
const sum = ["Sum", "SampleCount"] as const;

interface LambdaFunction {
  readonly timeoutMs: number;
  /** Retention of the stream that it reads; undefined for one that reads none. */
  readonly retentionMs: number | undefined;
}

const belowTimeout = ({ timeoutMs }: LambdaFunction): Thresholds => ({
  from: timeoutMs / 10,
  to: timeoutMs * 0.99,
  why: "in milliseconds, below the function's timeout, at which it is ended",
});

const belowRetention = ({ retentionMs = 0 }: LambdaFunction): Thresholds => ({
  from: 60_000,
  to: retentionMs / 2,
  why: "in milliseconds, from a minute to half of what the stream is configured to keep",
});

const count = (name: string, statistics: readonly StatisticKind[] = sum) =>
  ({ name, unit: "Count", statistics }) as const;

/** By function. */
export const functionSeries = seriesOfFamily<LambdaFunction>({
  namespace: "AWS/Lambda",
  source: "Types of metrics for Lambda functions",
  emitters: (resources) => {
    const mappings = ofType(resources, "aws_lambda_event_source_mapping");
    return ofType(resources, "aws_lambda_function").map((lambda) => {
      const mapping = mappings.find((it) => attribute.text(it, "function_name") === attribute.text(lambda, "arn"));
      const streamArn = mapping && attribute.text(mapping, "event_source_arn").replace(/\/consumer\/.*$/, "");
      const stream = ofType(resources, "aws_kinesis_stream").find((it) => attribute.text(it, "arn") === streamArn);
      return {
        dimensions: { FunctionName: attribute.text(lambda, "function_name") },
        timeoutMs: attribute.number(lambda, "timeout") * 1_000,
        retentionMs: stream && attribute.number(stream, "retention_period") * 3_600_000,
      };
    });
  },
  metrics: [
    count("Invocations"),
    count("Errors"),
    count("Throttles"),
    count("ConcurrentExecutions", ["Average", "Maximum", "Minimum"]),
    { name: "Duration", unit: "Milliseconds", statistics: multi, thresholds: belowTimeout },
    // Of a mapping's destination too, and yet by function: it is none of the metrics of `EventCount`.
    { ...count("DestinationDeliveryFailures"), when: ({ retentionMs }) => retentionMs !== undefined },
    // Of the last record of each batch, for functions that a mapping feeds from a stream.
    {
      name: "IteratorAge",
      unit: "Milliseconds",
      statistics: multi,
      when: ({ retentionMs }) => retentionMs !== undefined,
      thresholds: belowRetention,
    },
  ],
});

/** By mapping: the counts of events are there only where its `metrics_config` asks for them. */
export const mappingSeries = seriesOfFamily<{ readonly counts: boolean }>({
  namespace: "AWS/Lambda",
  source: "Types of metrics for Lambda functions: event source mapping metrics",
  emitters: (resources) =>
    ofType(resources, "aws_lambda_event_source_mapping").map((mapping) => ({
      dimensions: { EventSourceMappingUUID: attribute.text(mapping, "uuid") },
      counts: attribute.blocks(mapping, "metrics_config").some(({ metrics }) => String(metrics).includes("EventCount")),
    })),
  metrics: [
    "PolledEventCount",
    "FilteredOutEventCount",
    "InvokedEventCount",
    "FailedInvokeEventCount",
    "DroppedEventCount",
    "OnFailureDestinationDeliveredEventCount",
  ].map((name) => ({ ...count(name), when: ({ counts }) => counts })),
});

interface OwnMetrics {
  readonly isProcessor: boolean;
}

const ofProcessors = (name: string): EmittedMetric<OwnMetrics> => ({
  ...count(name),
  when: ({ isProcessor }) => isProcessor,
});

/** Counts of processors by type of event, beside those that {@link ownFunctionSeries} has. */
export const ownEventSeries = seriesOfFamily({
  namespace: metricNamespace,
  source: "functions/shared/processor/contract.ts",
  emitters: (_resources, environment) =>
    Object.keys(environment.processors).map((key) => ({
      dimensions: {
        Environment: environment.name,
        FunctionName: namesOf(environment).function(key).name,
        EventType: /^[A-Z][A-Z0-9_]*$/,
      },
    })),
  metrics: [count(processorMetrics.recordsProcessed)],
});

/** What the functions themselves write into their logs. A mapping feeds a processor; Firehose calls a transform. */
export const ownFunctionSeries = seriesOfFamily<OwnMetrics>({
  namespace: metricNamespace,
  source: "functions/shared/processor/contract.ts and functions/data-transform/contract.ts",
  emitters: (resources, { name }) =>
    ofType(resources, "aws_lambda_function").map((lambda) => ({
      dimensions: { Environment: name, FunctionName: attribute.text(lambda, "function_name") },
      isProcessor: ofType(resources, "aws_lambda_event_source_mapping").some(
        (mapping) => attribute.text(mapping, "function_name") === attribute.text(lambda, "arn"),
      ),
    })),
  metrics: [
    ofProcessors(processorMetrics.recordsProcessed),
    ofProcessors(processorMetrics.recordsRejected),
    ofProcessors(processorMetrics.recordsRetried),
    { ...ofProcessors(processorMetrics.processingLatency), unit: "Milliseconds", statistics: multi },
    ...Object.values(transformMetrics).map(
      (name): EmittedMetric<OwnMetrics> => ({ ...count(name), when: ({ isProcessor }) => !isProcessor }),
    ),
  ],
});
