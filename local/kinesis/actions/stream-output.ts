import { Timestamp } from "../../server/timestamp";
import type { Stream } from "../stream";
import type { StreamStatus } from "../stream-lifecycle";

/** What DescribeStream, DescribeStreamSummary and ListStreams all say of a stream. */
export interface StreamOutput {
  readonly StreamName: string;
  readonly StreamARN: string;
  readonly StreamStatus: StreamStatus;
  readonly StreamModeDetails: { readonly StreamMode: "PROVISIONED" | "ON_DEMAND" };
  readonly StreamCreationTimestamp: Timestamp;
}

/** What the two Describe operations say beside it. */
export interface StreamDetailsOutput extends StreamOutput {
  readonly RetentionPeriodHours: number;
  readonly EnhancedMonitoring: readonly { readonly ShardLevelMetrics: readonly string[] }[];
  readonly EncryptionType: "NONE" | "KMS";
  readonly KeyId?: string;
}

/** For lists. */
export function streamOutput(stream: Stream): StreamOutput {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: stream.status,
    StreamModeDetails: { StreamMode: stream.properties.mode },
    StreamCreationTimestamp: new Timestamp(stream.createdMs),
  };
}

/** For descriptions. */
export function streamDetailsOutput(stream: Stream): StreamDetailsOutput {
  return {
    ...streamOutput(stream),
    RetentionPeriodHours: stream.properties.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: stream.properties.shardLevelMetrics }],
    EncryptionType: stream.encryption ? "KMS" : "NONE",
    KeyId: stream.encryption?.keyId,
  };
}
