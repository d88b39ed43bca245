import type { SplunkDestinationUpdate } from "@aws-sdk/client-firehose";
import { integer, oneOf, structure, text } from "../../server/input-shape";
import type { DestinationSettings } from "../delivery-stream-settings";
import { checkBackupMode } from "./common-rules";
import { bufferingHints, loggingOptions, loopbackHttp, retryOptions, secretsManagerConfiguration } from "./fields";
import { invalidArgument } from "./invalid-argument";
import { checkOutsideS3 } from "./outside-s3";
import { describeProcessing, processingConfiguration } from "./processing";
import { mergeS3, s3Configuration, s3Update } from "./s3";

type SplunkSettings = Extract<DestinationSettings, { kind: "splunk" }>;

const requiredMembers = {
  HECEndpoint: text({ max: 2048, pattern: ".*" }),
  HECEndpointType: oneOf(["Raw", "Event"]),
};

const optionalMembers = {
  HECToken: text({ max: 2048, pattern: ".*" }),
  HECAcknowledgmentTimeoutInSeconds: integer({ min: 180, max: 600 }),
  RetryOptions: retryOptions,
  S3BackupMode: oneOf(["FailedEventsOnly", "AllEvents"]),
  ProcessingConfiguration: processingConfiguration,
  CloudWatchLoggingOptions: loggingOptions,
  BufferingHints: bufferingHints({ mebibytes: 5, seconds: 60 }),
  SecretsManagerConfiguration: secretsManagerConfiguration,
};

/** SplunkDestinationConfiguration. */
export const splunkConfiguration = structure({ ...requiredMembers, S3Configuration: s3Configuration }, optionalMembers);
/** SplunkDestinationUpdate. */
export const splunkUpdate = structure({}, { ...requiredMembers, ...optionalMembers, S3Update: s3Update });

/** What AWS fills in. */
const defaults = {
  HECAcknowledgmentTimeoutInSeconds: 180,
  RetryOptions: { DurationInSeconds: 3600 },
  S3BackupMode: "FailedEventsOnly",
  CloudWatchLoggingOptions: { Enabled: false },
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
} as const;

const hecEndpoint = new RegExp(`^(https://.+|${loopbackHttp})$`);

/** The transform function's buffer is smaller than elsewhere [AWS: Configure buffering hints]. */
const lambdaBufferMebibytes = 0.25;

/** Splunk: members of the update replace those that were, or AWS's defaults where there was none. */
export function mergeSplunk(
  before: SplunkSettings | undefined,
  { S3Update, HECToken: hecToken = before?.hecToken, ...members }: SplunkDestinationUpdate,
): SplunkSettings {
  const merged = { ...defaults, ...before?.description, ...members };
  const processing = { roleArn: undefined, lambdaBufferMebibytes };
  return {
    kind: "splunk",
    description: {
      ...merged,
      ProcessingConfiguration: describeProcessing(merged.ProcessingConfiguration, processing),
      S3DestinationDescription: mergeS3(merged.S3DestinationDescription, S3Update),
    },
    hecToken,
  };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses */
export function checkSplunk({ description }: SplunkSettings, before: SplunkSettings | undefined): void {
  checkOutsideS3(description);
  if (!hecEndpoint.test(description.HECEndpoint ?? "")) {
    throw invalidArgument("Invalid HECEndpoint. Supported endpoint format is https://<domain>:<port>.");
  }
  if (before) checkBackupMode(before.description, description);
}
