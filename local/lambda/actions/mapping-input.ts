import { flag, type Infer, integer, list, oneOf, structure, text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";
import type { MappingSettings } from "../mapping-configuration";

/** A source's ARN. */
export const sourceArn = text({
  pattern: "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
});

const destination = structure({}, { Destination: text({ min: 0, max: 350 }) });
const filter = structure({}, { Pattern: text({ min: 0, max: 4_096 }) });

/** The settings that CreateEventSourceMapping and UpdateEventSourceMapping have in common. */
export const mappingMembers = {
  BatchSize: integer({ min: 1, max: 10_000 }),
  BisectBatchOnFunctionError: flag,
  DestinationConfig: structure({}, { OnFailure: destination, OnSuccess: destination }),
  Enabled: flag,
  FilterCriteria: structure({}, { Filters: list(filter, {}) }),
  FunctionResponseTypes: list(oneOf(["ReportBatchItemFailures"]), { min: 0, max: 1 }),
  KMSKeyArn: text({ pattern: "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()" }),
  MaximumBatchingWindowInSeconds: integer({ min: 0, max: 300 }),
  MaximumRecordAgeInSeconds: integer({ min: -1, max: 604_800 }),
  MaximumRetryAttempts: integer({ min: -1, max: 10_000 }),
  MetricsConfig: structure({}, { Metrics: list(oneOf(["EventCount"]), { min: 0, max: 1 }) }),
  ParallelizationFactor: integer({ min: 1, max: 10 }),
  TumblingWindowInSeconds: integer({ min: 0, max: 900 }),
};

const shape = structure({}, mappingMembers);

/** Members that speak of other sources than Kinesis. */
const otherSourceMembers = [
  ...["AmazonManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig", "LoggingConfig"],
  ...["ProvisionedPollerConfig", "Queues", "ScalingConfig", "SelfManagedEventSource"],
  ...["SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "Topics"],
];

/** AWS's limit, unless it raised it. */
const maxFilters = 5;

/**
 * Refuses what no mapping from Kinesis has, and tumbling windows.
 * @throws AwsError `InvalidParameterValueException`
 */
export function refuseOtherSources(input: unknown, request: Infer<typeof shape>): void {
  const asked = otherSourceMembers.find((name) => Object.hasOwn(Object(input), name));
  const member = request.DestinationConfig?.OnSuccess?.Destination === undefined ? asked : "DestinationConfig";
  if (member !== undefined) {
    throw invalidParameter(`Unsupported ${member} parameter for given event source mapping type.`);
  }
  if (request.TumblingWindowInSeconds) throw invalidParameter("Tumbling windows are not part of the local AWS.");
}

/** What a request sets of a mapping; what it is silent about is left out. */
export function readMappingSettings(request: Infer<typeof shape>): Partial<MappingSettings> {
  const { DestinationConfig, FilterCriteria, FunctionResponseTypes, KMSKeyArn, MetricsConfig } = request;
  const settings = {
    batchSize: request.BatchSize,
    maximumBatchingWindowInSeconds: request.MaximumBatchingWindowInSeconds,
    parallelizationFactor: request.ParallelizationFactor,
    maximumRetryAttempts: request.MaximumRetryAttempts,
    maximumRecordAgeInSeconds: request.MaximumRecordAgeInSeconds,
    bisectBatchOnFunctionError: request.BisectBatchOnFunctionError,
    reportBatchItemFailures: FunctionResponseTypes?.includes("ReportBatchItemFailures"),
    filterPatterns: FilterCriteria && readFilters(FilterCriteria.Filters ?? []),
    kmsKeyArn: KMSKeyArn,
    metrics: MetricsConfig?.Metrics,
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  if (!DestinationConfig) return given;
  // An empty destination takes away the one there was.
  return { ...given, onFailureDestinationArn: DestinationConfig.OnFailure?.Destination || undefined };
}

function readFilters(filters: readonly Infer<typeof filter>[]): string[] {
  if (filters.length > maxFilters) {
    throw invalidParameter(`A mapping has at most ${maxFilters} filters; got ${filters.length}.`);
  }
  return filters.map(({ Pattern = "{}" }) => Pattern);
}
