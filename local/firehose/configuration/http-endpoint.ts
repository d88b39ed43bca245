import type { HttpEndpointDestinationUpdate } from "@aws-sdk/client-firehose";
import { list, oneOf, structure, text } from "../../server/input-shape";
import type { DestinationSettings } from "../delivery-stream-settings";
import { checkBackupMode } from "./common-rules";
import {
  bufferingHints,
  loggingOptions,
  loopbackHttp,
  retryOptions,
  roleArn,
  secretsManagerConfiguration,
} from "./fields";
import { invalidArgument } from "./invalid-argument";
import { checkOutsideS3 } from "./outside-s3";
import { describeProcessing, processingConfiguration } from "./processing";
import { mergeS3, s3Configuration, s3Update } from "./s3";

type HttpEndpointSettings = Extract<DestinationSettings, { kind: "http-endpoint" }>;

const endpointConfiguration = structure(
  {
    Url: text({ min: 1, max: 1000, pattern: `https://.*|${loopbackHttp}` }),
  },
  { Name: text({ min: 1, max: 256, pattern: "^(?!\\s*$).+" }), AccessKey: text({ max: 4096, pattern: ".*" }) },
);

const commonAttribute = structure(
  {
    AttributeName: text({ min: 1, max: 256, pattern: "^(?!\\s*$).+" }),
    AttributeValue: text({ max: 1024, pattern: ".*" }),
  },
  {},
);

const optionalMembers = {
  BufferingHints: bufferingHints({ mebibytes: 64, seconds: 900 }),
  CloudWatchLoggingOptions: loggingOptions,
  RequestConfiguration: structure(
    {},
    { ContentEncoding: oneOf(["NONE", "GZIP"]), CommonAttributes: list(commonAttribute, { max: 50 }) },
  ),
  ProcessingConfiguration: processingConfiguration,
  RoleARN: roleArn,
  RetryOptions: retryOptions,
  S3BackupMode: oneOf(["FailedDataOnly", "AllData"]),
  SecretsManagerConfiguration: secretsManagerConfiguration,
};

/** HttpEndpointDestinationConfiguration. */
export const httpEndpointConfiguration = structure(
  { EndpointConfiguration: endpointConfiguration, S3Configuration: s3Configuration },
  optionalMembers,
);
/** HttpEndpointDestinationUpdate. */
export const httpEndpointUpdate = structure(
  {},
  { ...optionalMembers, EndpointConfiguration: endpointConfiguration, S3Update: s3Update },
);

/** What AWS fills in. */
const defaults = {
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
  CloudWatchLoggingOptions: { Enabled: false },
  RequestConfiguration: { ContentEncoding: "NONE" },
  RetryOptions: { DurationInSeconds: 300 },
  S3BackupMode: "FailedDataOnly",
} as const;

/** An HTTP endpoint: members of the update replace those that were, or AWS's defaults where there was none. */
export function mergeHttpEndpoint(
  before: HttpEndpointSettings | undefined,
  { EndpointConfiguration, S3Update, ...members }: HttpEndpointDestinationUpdate,
): HttpEndpointSettings {
  const { AccessKey: accessKey = before?.accessKey, ...endpoint } = EndpointConfiguration ?? { Url: undefined };
  const merged = { ...defaults, ...before?.description, ...members };
  return {
    kind: "http-endpoint",
    description: {
      ...merged,
      EndpointConfiguration: EndpointConfiguration ? endpoint : merged.EndpointConfiguration,
      ProcessingConfiguration: describeProcessing(merged.ProcessingConfiguration, { roleArn: merged.RoleARN }),
      S3DestinationDescription: mergeS3(merged.S3DestinationDescription, S3Update),
    },
    accessKey,
  };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses */
export function checkHttpEndpoint(
  { description }: HttpEndpointSettings,
  before: HttpEndpointSettings | undefined,
): void {
  checkOutsideS3(description);
  const names = new Set<string>();
  for (const { AttributeName = "" } of description.RequestConfiguration?.CommonAttributes ?? []) {
    if (names.has(AttributeName)) {
      throw invalidArgument(`Http Endpoint Common Attributes have duplicate name ${AttributeName}`);
    }
    names.add(AttributeName);
  }
  if (before) checkBackupMode(before.description, description);
}
