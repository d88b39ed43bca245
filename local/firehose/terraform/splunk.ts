import { z } from "zod";
import { block } from "../../terraform/blocks";
import { hintArguments, hintsOf, loggingBlock, processingBlock, secretBlock } from "./common-blocks";
import { s3Block } from "./s3";

/** `splunk_configuration`. */
export const splunkBlock = block(
  z
    .strictObject({
      hec_endpoint: z.string(),
      hec_endpoint_type: z.string().default("Raw"),
      hec_token: z.string().optional(),
      hec_acknowledgment_timeout: z.number().default(180),
      ...hintArguments(60),
      cloudwatch_logging_options: loggingBlock,
      processing_configuration: processingBlock,
      retry_duration: z.number().default(3600),
      s3_backup_mode: z.string().default("FailedEventsOnly"),
      s3_configuration: s3Block,
      secrets_manager_configuration: secretBlock,
    })
    .transform((given) => ({
      HECEndpoint: given.hec_endpoint,
      HECEndpointType: given.hec_endpoint_type,
      HECToken: given.hec_token,
      HECAcknowledgmentTimeoutInSeconds: given.hec_acknowledgment_timeout,
      BufferingHints: hintsOf(given),
      CloudWatchLoggingOptions: given.cloudwatch_logging_options,
      ProcessingConfiguration: given.processing_configuration,
      RetryOptions: { DurationInSeconds: given.retry_duration },
      S3BackupMode: given.s3_backup_mode,
      S3Configuration: given.s3_configuration,
      SecretsManagerConfiguration: given.secrets_manager_configuration,
    })),
);
