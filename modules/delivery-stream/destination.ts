import type { KinesisFirehoseDeliveryStreamConfig } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { Statement } from "../iam/policy-document";

/** How much is gathered before it is delivered; both are hints, and whichever is reached first counts. */
export interface Buffer {
  readonly bufferMebibytes: number;
  readonly bufferSeconds: number;
}

/** Terraform's words for a buffer. */
export function bufferConfiguration({ bufferMebibytes, bufferSeconds }: Buffer) {
  return { bufferingSize: bufferMebibytes, bufferingInterval: bufferSeconds };
}

/** Streams of the delivery stream's log group, by the names that AWS's console gives them. */
export const logStreams = ["DestinationDelivery", "BackupDelivery"] as const;

/** What a delivery stream lends its destination. */
export interface DestinationContext {
  /** The delivery stream's own role, which every part of its destination uses. */
  readonly roleArn: string;
  /** Where errors are logged. */
  readonly logging: Readonly<Record<(typeof logStreams)[number], LoggingOptions>>;
}

/** Terraform's `cloudwatch_logging_options`. */
export interface LoggingOptions {
  readonly enabled: true;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** The part of Terraform's resource that is the destination's: its kind, and the block that belongs to it. */
export type DestinationConfiguration = Omit<
  KinesisFirehoseDeliveryStreamConfig,
  "name" | "kinesisSourceConfiguration" | "mskSourceConfiguration" | "serverSideEncryption"
>;

/** Where a delivery stream delivers to. Each kind is one file, which makes one of these. */
export interface Destination {
  readonly configuration: (context: DestinationContext) => DestinationConfiguration;
  /** What the role needs, in an account, to deliver. */
  readonly statements: (account: string) => readonly Statement[];
  /** What the names of its metrics begin with: those of what is delivered, and that of what is not yet. */
  readonly metricGroups: { readonly delivery: string; readonly freshness: string };
}
