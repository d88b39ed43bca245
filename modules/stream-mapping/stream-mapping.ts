import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { literal } from "../terraform/literal";
import { type MappingMetrics, mappingMetrics } from "./metrics";

/** Where a mapping begins to read when it is made. */
export type StartingPosition =
  | { readonly at: "TRIM_HORIZON" | "LATEST" }
  /** ISO-8601. */
  | { readonly at: "AT_TIMESTAMP"; readonly timestamp: string };

/** See {@link StreamMapping}. */
export interface StreamMappingProps {
  /** ARN of a stream or of one of its enhanced fan-out consumers. */
  readonly sourceArn: string;
  readonly functionArn: string;
  /** What the function's role needs before Lambda reads on its behalf. */
  readonly permissions: ITerraformDependable;
  /** ARN of the bucket or queue for batches that are given up. */
  readonly onFailureArn: string;
  readonly startingPosition: StartingPosition;
  /** 1–10,000. */
  readonly batchSize: number;
  /** 0–300. */
  readonly maximumBatchingWindowSeconds: number;
  /** 1–10. */
  readonly parallelizationFactor: number;
  /** -1 (without limit) – 10,000. */
  readonly maximumRetryAttempts: number;
  /** -1 (until it expires), or 60–604,800. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** 0 (none) – 900. */
  readonly tumblingWindowSeconds: number;
  /** Event patterns; a record that none lets through is discarded. */
  readonly filters: readonly object[];
}

/** Lambda reading a stream: the event source mapping. It holds a position, so replacing it skips or repeats data. */
export class StreamMapping extends Construct {
  readonly arn: string;
  readonly metrics: MappingMetrics;

  constructor(scope: Construct, id: string, props: StreamMappingProps) {
    super(scope, id);
    const { startingPosition: start, filters } = props;
    const mapping = new LambdaEventSourceMapping(this, "Resource", {
      eventSourceArn: props.sourceArn,
      functionName: props.functionArn,
      startingPosition: start.at,
      startingPositionTimestamp: start.at === "AT_TIMESTAMP" ? asReadBack(start.timestamp) : undefined,
      batchSize: props.batchSize,
      maximumBatchingWindowInSeconds: props.maximumBatchingWindowSeconds,
      parallelizationFactor: props.parallelizationFactor,
      maximumRetryAttempts: props.maximumRetryAttempts,
      maximumRecordAgeInSeconds: props.maximumRecordAgeSeconds,
      bisectBatchOnFunctionError: props.bisectBatchOnFunctionError,
      tumblingWindowInSeconds: props.tumblingWindowSeconds === 0 ? undefined : props.tumblingWindowSeconds,
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria:
        filters.length > 0
          ? { filter: filters.map((pattern) => ({ pattern: literal(JSON.stringify(pattern)) })) }
          : undefined,
      destinationConfig: { onFailure: { destinationArn: props.onFailureArn } },
      metricsConfig: { metrics: ["EventCount"] },
      dependsOn: [props.permissions],
    });
    this.arn = mapping.arn;
    this.metrics = mappingMetrics(mapping.uuid);
  }
}

/** A time as the provider reads it back, in whole seconds of UTC; any other form would replace the mapping in each plan. */
function asReadBack(timestamp: string): string {
  return new Date(timestamp).toISOString().replace(/\.\d+Z$/, "Z");
}
