import type {
  AmazonopensearchserviceDestinationDescription,
  AmazonopensearchserviceDestinationUpdate,
} from "@aws-sdk/client-firehose";
import { oneOf, structure, text } from "../../server/input-shape";
import { bufferingHints, loggingOptions, loopbackHttp, retryOptions, roleArn } from "./fields";
import { invalidArgument } from "./invalid-argument";
import { checkOutsideS3 } from "./outside-s3";
import { describeProcessing, processingConfiguration } from "./processing";
import { mergeS3, s3Configuration, s3Update } from "./s3";

const requiredMembers = { RoleARN: roleArn, IndexName: text({ min: 1, max: 80, pattern: ".*" }) };

const optionalMembers = {
  DomainARN: text({
    min: 1,
    max: 512,
    pattern: "arn:.*:es:[a-zA-Z0-9\\-]+:\\d{12}:domain/[a-z][-0-9a-z]{2,27}",
  }),
  ClusterEndpoint: text({ min: 1, max: 512, pattern: `https:.*|${loopbackHttp}` }),
  TypeName: text({ max: 100, pattern: ".*" }),
  IndexRotationPeriod: oneOf(["NoRotation", "OneHour", "OneDay", "OneWeek", "OneMonth"]),
  BufferingHints: bufferingHints({ mebibytes: 100, seconds: 900 }),
  RetryOptions: retryOptions,
  ProcessingConfiguration: processingConfiguration,
  CloudWatchLoggingOptions: loggingOptions,
  DocumentIdOptions: structure({ DefaultDocumentIdFormat: oneOf(["FIREHOSE_DEFAULT", "NO_DOCUMENT_ID"]) }, {}),
};

/** AmazonopensearchserviceDestinationConfiguration; a domain in a VPC is reached here as any other. */
export const opensearchConfiguration = structure(
  { ...requiredMembers, S3Configuration: s3Configuration },
  { ...optionalMembers, S3BackupMode: oneOf(["FailedDocumentsOnly", "AllDocuments"]) },
);
/** AmazonopensearchserviceDestinationUpdate: what is backed up stays as it was made. */
export const opensearchUpdate = structure({}, { ...requiredMembers, ...optionalMembers, S3Update: s3Update });

/** What AWS fills in. */
const defaults = {
  IndexRotationPeriod: "OneDay",
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
  RetryOptions: { DurationInSeconds: 300 },
  S3BackupMode: "FailedDocumentsOnly",
  CloudWatchLoggingOptions: { Enabled: false },
  DocumentIdOptions: { DefaultDocumentIdFormat: "FIREHOSE_DEFAULT" },
} as const;

/** An OpenSearch domain: members of the update replace those that were, or AWS's defaults where there was none. */
export function mergeOpensearch(
  before: AmazonopensearchserviceDestinationDescription | undefined,
  { S3Update, ...members }: AmazonopensearchserviceDestinationUpdate,
): AmazonopensearchserviceDestinationDescription {
  const merged = { ...defaults, ...before, ...members };
  // Of the domain and the endpoint, the one that an update names takes the place of the other.
  if (members.ClusterEndpoint !== undefined && members.DomainARN === undefined) merged.DomainARN = undefined;
  if (members.DomainARN !== undefined && members.ClusterEndpoint === undefined) merged.ClusterEndpoint = undefined;
  return {
    ...merged,
    ProcessingConfiguration: describeProcessing(merged.ProcessingConfiguration, { roleArn: merged.RoleARN }),
    S3DestinationDescription: mergeS3(before?.S3DestinationDescription, S3Update),
  };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses; its wording has "Elasticsearch" still */
export function checkOpensearch(description: AmazonopensearchserviceDestinationDescription): void {
  checkOutsideS3(description);
  const { DomainARN, ClusterEndpoint } = description;
  if (DomainARN === undefined && ClusterEndpoint === undefined) {
    throw invalidArgument("Provide either the Elasticsearch cluster endpoint or domain arn.");
  }
  if (DomainARN !== undefined && ClusterEndpoint !== undefined) {
    throw invalidArgument(
      "Cannot provide both Elasticsearch cluster endpoint and domain ARN. Provide either the cluster endpoint or domain arn.",
    );
  }
}
