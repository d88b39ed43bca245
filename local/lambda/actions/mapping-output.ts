import { Timestamp } from "../../server/timestamp";
import type { Mapping } from "../mapping";

/** A mapping from a Kinesis stream as AWS shows it. */
export function mappingOutput({ arn, configuration, state, modifiedMs, lastProcessingResult }: Mapping) {
  const { onFailureDestinationArn, filterPatterns = [], startingPositionTimestamp, metrics } = configuration;
  return {
    UUID: configuration.uuid,
    StartingPosition: configuration.startingPosition,
    StartingPositionTimestamp:
      startingPositionTimestamp === undefined ? undefined : new Timestamp(startingPositionTimestamp),
    BatchSize: configuration.batchSize,
    MaximumBatchingWindowInSeconds: configuration.maximumBatchingWindowInSeconds,
    ParallelizationFactor: configuration.parallelizationFactor,
    EventSourceArn: configuration.eventSourceArn,
    FilterCriteria: filterPatterns.length > 0 ? { Filters: filterPatterns.map((Pattern) => ({ Pattern })) } : undefined,
    FunctionArn: configuration.functionArn,
    LastModified: new Timestamp(modifiedMs),
    LastProcessingResult: lastProcessingResult,
    State: state,
    StateTransitionReason: "User action",
    DestinationConfig: { OnFailure: { Destination: onFailureDestinationArn } },
    MaximumRecordAgeInSeconds: configuration.maximumRecordAgeInSeconds,
    BisectBatchOnFunctionError: configuration.bisectBatchOnFunctionError,
    MaximumRetryAttempts: configuration.maximumRetryAttempts,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: configuration.reportBatchItemFailures ? ["ReportBatchItemFailures"] : [],
    KMSKeyArn: configuration.kmsKeyArn,
    MetricsConfig: metrics && { Metrics: metrics },
    EventSourceMappingArn: arn,
  };
}
