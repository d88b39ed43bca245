import type { ResolvedResource } from "../../local/terraform/stack";
import { prefix } from "./everything";

/** Attributes of a resource, every expression resolved. */
export type Attributes = ResolvedResource["attributes"];

const hourMs = 3_600_000;

/** Another expression in place of an alarm's own. */
const withExpression =
  (expression: string) =>
  ({ metric_query }: Attributes) => ({
    metric_query: queriesOf(metric_query).map((query) => ("expression" in query ? { ...query, expression } : query)),
  });

/** Changes to the metrics of an alarm that has an expression. */
const withMetrics =
  (change: object) =>
  ({ metric_query }: Attributes) => ({
    metric_query: queriesOf(metric_query).map((query) => ("metric" in query ? { ...query, ...change } : query)),
  });

const queriesOf = (queries: unknown) => queries as readonly Readonly<Record<string, unknown>>[];

/** An error, the alarm or mapping that has it, how it comes there, and a part of what is found. */
export type Plant = [what: string, where: string, spoil: (attributes: Attributes) => object, found: string];

/** The errors that other projects have shipped. */
export const shipped: Plant[] = [
  ["no dimension", "stream-processor-function-errors", () => ({ dimensions: {} }), "not by no dimension at all"],
  [
    "an ARN where a name is wanted",
    "parquet-delivery-late",
    () => ({ dimensions: { DeliveryStreamName: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/parquet" } }),
    "the dimension DeliveryStreamName of DeliveryToS3.DataFreshness is a name, not the ARN",
  ],
  [
    "a sum of five minutes compared with what AWS takes a second",
    "records-delivery-near-limit",
    withExpression("100 * MAX([bytes / bytesLimit, records / recordsLimit])"),
    "divide the sum by PERIOD",
  ],
  [
    "a sum of a minute compared with what two shards take a second",
    "data-stream-stream-near-capacity",
    withExpression("100 * MAX([bytes / 2097152, records / 2000])"),
    "it goes off at a tenth of full load",
  ],
  [
    "a sum of five minutes with a threshold for a second",
    "rejected-records-rejected",
    () => ({ period: 300, threshold: 800 }),
    "it goes off at a tenth of full load",
  ],
  [
    "another name of a dimension",
    "processed-data-event-type-index-table-writes-throttled",
    () => ({ dimensions: { TableName: `${prefix}-processed-data`, GlobalSecondaryIndex: "event-type-index" } }),
    "by TableName, or by GlobalSecondaryIndexName and TableName, not by GlobalSecondaryIndex and TableName",
  ],
  ["no action", "aggregate-writer-records-dropped", () => ({ alarm_actions: [], ok_actions: [] }), "it tells nobody"],
  [
    "retries and parallelization factor swapped",
    "aggregate-writer",
    () => ({ maximum_retry_attempts: 1, parallelization_factor: 7 }),
    "parallelization_factor is 7, and 1 for the processor aggregate-writer",
  ],
  [
    "twelve hours, whatever the retention",
    "data-stream-stream-losing-data",
    () => ({ threshold: 12 * hourMs }),
    "one that goes off at half of that is wanted",
  ],
];

/** Whatever else would keep an alarm silent, or set it off for nothing. */
export const others: Plant[] = [
  [
    "a namespace that nothing emits to",
    "stream-processor-function-errors",
    () => ({ namespace: "Lambda" }),
    "of the namespace Lambda",
  ],
  [
    "a metric that nothing emits",
    "stream-processor-function-errors",
    () => ({ metric_name: "Failures" }),
    "nothing here emits AWS/Lambda Failures",
  ],
  [
    "another environment's resource",
    "stream-processor-function-errors",
    () => ({ dimensions: { FunctionName: "kinesis-streaming-prod-stream-processor" } }),
    "no resource of this environment is that of",
  ],
  [
    "failures to deliver, by mapping",
    "aggregate-writer-failure-destination-refuses",
    () => ({ dimensions: { EventSourceMappingUUID: "43fd06ff-15c0-4098-8747-852a171aa322" } }),
    "DestinationDeliveryFailures is emitted by FunctionName, not by EventSourceMappingUUID",
  ],
  [
    "errors of a table, whatever the operation",
    "processed-data-table-system-errors",
    () => ({ dimensions: { TableName: `${prefix}-processed-data` } }),
    "SystemErrors is emitted by Operation and TableName, not by TableName",
  ],
  [
    "what only Flink 1 emits, of Flink 2",
    "newer-job-restarting",
    withMetrics({
      metric: {
        namespace: "AWS/KinesisAnalytics",
        metric_name: "downtime",
        dimensions: { Application: `${prefix}-newer` },
        period: 60,
        stat: "Maximum",
      },
    }),
    "no resource of this environment is that of",
  ],
  [
    "errors of an operation that nobody calls",
    "aggregates-table-system-errors",
    () => ({ dimensions: { TableName: `${prefix}-aggregates`, Operation: "BatchWriteItem" } }),
    "no resource of this environment is that of",
  ],
  [
    "what GetRecords measures, of a stream that is only pushed",
    "data-stream-stream-late",
    () => ({ dimensions: { StreamName: `${prefix}-pushed-only` } }),
    "no resource of this environment is that of",
  ],
  [
    "a shard's metric that is not switched on",
    "data-stream-stream-late",
    () => ({
      metric_name: "IteratorAgeMilliseconds",
      dimensions: { StreamName: `${prefix}-data-stream`, ShardId: "shardId-000000000000" },
    }),
    "nothing here emits AWS/Kinesis IteratorAgeMilliseconds",
  ],
  [
    "a statistic that means nothing",
    "data-stream-stream-late",
    () => ({ statistic: "Sum" }),
    "has no Sum that means something",
  ],
  [
    "a unit that it is not emitted in",
    "data-stream-stream-late",
    () => ({ unit: "Seconds" }),
    "is emitted in Milliseconds, not in Seconds",
  ],
  ["a period of half a minute", "data-stream-stream-late", () => ({ period: 30 }), "a multiple of 60 s is wanted"],
  [
    "more data points than there are",
    "data-stream-stream-late",
    () => ({ datapoints_to_alarm: 6 }),
    "6 of 5 data points",
  ],
  ["more than a day", "data-stream-stream-late", () => ({ evaluation_periods: 1_441 }), "are more than 86400 s"],
  [
    "a missing data point that is left to chance",
    "data-stream-stream-late",
    () => ({ treat_missing_data: undefined }),
    "what a missing data point means is not chosen",
  ],
  [
    "seconds compared with milliseconds",
    "data-stream-stream-late",
    () => ({ threshold: 300 }),
    "is not between 60000 and 172800000",
  ],
  [
    "an age after which nothing is left",
    "data-stream-stream-losing-data",
    () => ({ threshold: 97 * hourMs }),
    "is not between 60000 and 172800000",
  ],
  [
    "a duration that the timeout is before",
    "stream-processor-function-slow",
    () => ({ threshold: 30_000 }),
    "below the function's timeout",
  ],
  [
    "a duration in seconds",
    "stream-processor-function-slow",
    () => ({ threshold: 24 }),
    "below the function's timeout",
  ],
  [
    "an age that the buffer makes by itself",
    "partitioned-delivery-late",
    () => ({ threshold: 60 }),
    "above the buffer",
  ],
  ["milliseconds compared with seconds", "parquet-delivery-late", () => ({ threshold: 600_000 }), "above the buffer"],
  [
    "a share of 80",
    "data-stream-writes-throttled",
    () => ({ threshold: 80 }),
    "the average of zeros and ones is a share",
  ],
  ["a percentage over 100", "older-job-cpu-high", () => ({ threshold: 8_000 }), "a percentage is no more than 100"],
  [
    "a load that can't be",
    "data-stream-stream-near-capacity",
    withExpression("bytes / 60 / 20971520 + records / 60 / 20000"),
    "it never goes off",
  ],
  [
    "an id that is none",
    "data-stream-puts-failing",
    withExpression("100 * failed / all"),
    "it names all, which is no metric",
  ],
  [
    "a metric that is not used",
    "data-stream-puts-failing",
    withExpression("100 * failed / 7"),
    "no expression names total",
  ],
  [
    "units that are mixed",
    "data-stream-stream-near-capacity",
    withExpression("MAX([bytes, records])"),
    "it mixes Bytes and Count",
  ],
  ["several series", "data-stream-puts-failing", withExpression("[failed, total]"), "it returns several series"],
  [
    "a sentence that is no expression",
    "data-stream-puts-failing",
    withExpression("failed of total"),
    "data-stream-puts-failing: ",
  ],
  [
    "a share that is no percentage",
    "data-stream-puts-failing",
    () => ({ threshold: 1_000 }),
    "for a share of two things alike is not between 0 and 100",
  ],
  [
    "nothing that is compared",
    "data-stream-puts-failing",
    ({ metric_query }) => ({
      metric_query: queriesOf(metric_query).map((query) => ({ ...query, return_data: false })),
    }),
    "0 of its queries return data",
  ],
  [
    "periods that differ",
    "data-stream-puts-failing",
    ({ metric_query }) => ({
      metric_query: queriesOf(metric_query).map((query, index) => ({
        ...query,
        ...(index === 0 && { metric: { ...Object(query["metric"]), period: 300 } }),
      })),
    }),
    "its metrics have periods of",
  ],
  [
    "actions that are off",
    "data-stream-stream-late",
    () => ({ actions_enabled: false }),
    "its actions are not enabled",
  ],
  [
    "a topic of another environment",
    "data-stream-stream-late",
    () => ({ alarm_actions: ["arn:aws:sns:eu-west-1:123456789012:kinesis-streaming-prod-page"] }),
    "is no topic of this environment",
  ],
  [
    "nobody who hears that it is over",
    "data-stream-stream-late",
    () => ({ ok_actions: [] }),
    "does not hear that it is over",
  ],
  [
    "no runbook",
    "data-stream-stream-late",
    () => ({ alarm_description: "It is late." }),
    "its description leads to no runbook",
  ],
  [
    "another kind's runbook",
    "data-stream-stream-late",
    () => ({ alarm_description: "docs/runbooks/job-late.md" }),
    "its runbook is that of job-late",
  ],
  [
    "a runbook that is not there",
    "data-stream-stream-late",
    () => ({ alarm_name: `${prefix}-data-stream-stream-lost`, alarm_description: "docs/runbooks/stream-lost.md" }),
    "there is no docs/runbooks/stream-lost.md",
  ],
  [
    "a long description",
    "data-stream-stream-late",
    () => ({ alarm_description: `docs/runbooks/stream-late.md ${"x".repeat(1_024)}` }),
    "and CloudWatch takes 1024",
  ],
  [
    "two of one name",
    "data-stream-stream-late",
    () => ({ alarm_name: `${prefix}-rejected-puts-failing` }),
    "there is another of this name",
  ],
  [
    "a rule about an alarm that is not there",
    "data-stream-unhealthy",
    () => ({ alarm_rule: 'ALARM("gone")' }),
    "its rule is about gone, which is no alarm of this environment",
  ],
  [
    "a rule that is none",
    "data-stream-unhealthy",
    () => ({ alarm_rule: "ALARM(" }),
    "data-stream-unhealthy: AlarmRule must not contain a syntax error",
  ],
  [
    "a suppressor that is not there",
    "data-stream-unhealthy",
    () => ({ actions_suppressor: { alarm: "gone", wait_period: 60, extension_period: 60 } }),
    "gone, which is to keep it back, is no alarm of this environment",
  ],
];
