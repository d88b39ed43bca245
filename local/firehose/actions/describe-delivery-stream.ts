import type {
  DeliveryStreamDescription,
  DeliveryStreamEncryptionConfiguration,
  DestinationDescription,
  ExtendedS3DestinationDescription,
  S3DestinationDescription,
} from "@aws-sdk/client-firehose";
import { integer, readInput, structure } from "../../server/input-shape";
import type { DestinationSettings } from "../delivery-stream-settings";
import type { Firehose } from "../firehose";
import type { FirehoseStream } from "../firehose-stream";
import { deliveryStreamName, destinationId } from "./delivery-stream-input";

const shape = structure(
  { DeliveryStreamName: deliveryStreamName },
  { Limit: integer({ min: 1, max: 10_000 }), ExclusiveStartDestinationId: destinationId },
);

/** The id of every delivery stream's one destination. */
export const onlyDestinationId = "destinationId-000000000001";

type Described =
  | "DeliveryStreamName"
  | "DeliveryStreamARN"
  | "DeliveryStreamType"
  | "VersionId"
  | "HasMoreDestinations";

/** A delivery stream; moments in seconds since the epoch. */
export interface DescribeDeliveryStreamOutput {
  readonly DeliveryStreamDescription: Pick<DeliveryStreamDescription, Described> & {
    readonly DeliveryStreamStatus: FirehoseStream["status"];
    readonly DeliveryStreamEncryptionConfiguration?: DeliveryStreamEncryptionConfiguration;
    readonly CreateTimestamp: number;
    readonly LastUpdateTimestamp?: number;
    readonly Source?: object;
    readonly Destinations: readonly DestinationDescription[];
  };
}

/** Describes a delivery stream. There is one destination, so `Limit` and `ExclusiveStartDestinationId` change nothing. */
export function describeDeliveryStream(firehose: Firehose, input: unknown): DescribeDeliveryStreamOutput {
  const { DeliveryStreamName } = readInput(shape, input);
  const stream = firehose.deliveryStream(DeliveryStreamName);
  const { arn, kind, versionId, destination } = stream.settings;
  return {
    DeliveryStreamDescription: {
      DeliveryStreamName,
      DeliveryStreamARN: arn,
      DeliveryStreamStatus: stream.status,
      DeliveryStreamEncryptionConfiguration: encryptionOf(stream),
      DeliveryStreamType: kind,
      VersionId: versionId,
      CreateTimestamp: stream.createdMs / 1000,
      LastUpdateTimestamp: stream.updatedMs === undefined ? undefined : stream.updatedMs / 1000,
      Source: sourceOf(stream),
      Destinations: [{ DestinationId: onlyDestinationId, ...describeDestination(destination) }],
      HasMoreDestinations: false,
    },
  };
}

/** What a Kinesis stream feeds is encrypted there, and has no encryption of its own. */
function encryptionOf({ encryption, source }: FirehoseStream): DeliveryStreamEncryptionConfiguration | undefined {
  if (encryption) return { ...encryption, Status: "ENABLED" };
  return source.kind === "DirectPut" ? { Status: "DISABLED" } : undefined;
}

function sourceOf({ source, createdMs }: FirehoseStream): object | undefined {
  if (source.kind === "DirectPut") {
    const { throughputHintInMBs } = source;
    return throughputHintInMBs === undefined
      ? undefined
      : { DirectPutSourceDescription: { ThroughputHintInMBs: throughputHintInMBs } };
  }
  return {
    KinesisStreamSourceDescription: {
      KinesisStreamARN: source.streamArn,
      RoleARN: source.roleArn,
      DeliveryStartTimestamp: createdMs / 1000,
    },
  };
}

/** Access keys and passwords have no member in AWS's descriptions; the token of Splunk has one. */
function describeDestination(destination: DestinationSettings): Omit<DestinationDescription, "DestinationId"> {
  switch (destination.kind) {
    case "s3":
      return {
        S3DestinationDescription: plainS3(destination.description),
        ExtendedS3DestinationDescription: destination.description,
      };
    case "http-endpoint":
      return { HttpEndpointDestinationDescription: destination.description };
    case "opensearch":
      return { AmazonopensearchserviceDestinationDescription: destination.description };
    case "splunk":
      return { SplunkDestinationDescription: { ...destination.description, HECToken: destination.hecToken } };
    case "redshift":
      return { RedshiftDestinationDescription: destination.description };
  }
}

/** The older description of an S3 destination, which AWS gives beside the other. */
function plainS3(description: ExtendedS3DestinationDescription): S3DestinationDescription {
  const { RoleARN, BucketARN, Prefix, ErrorOutputPrefix, BufferingHints } = description;
  const { CompressionFormat, EncryptionConfiguration, CloudWatchLoggingOptions } = description;
  return {
    ...{ RoleARN, BucketARN, Prefix, ErrorOutputPrefix, BufferingHints },
    ...{ CompressionFormat, EncryptionConfiguration, CloudWatchLoggingOptions },
  };
}
