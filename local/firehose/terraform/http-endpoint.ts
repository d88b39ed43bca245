import { z } from "zod";
import { block, blocks } from "../../terraform/blocks";
import { hintArguments, hintsOf, loggingBlock, processingBlock, secretBlock } from "./common-blocks";
import { s3Block } from "./s3";

const request = z
  .strictObject({
    content_encoding: z.string().default("NONE"),
    common_attributes: blocks(z.strictObject({ name: z.string(), value: z.string() })),
  })
  .transform(({ content_encoding, common_attributes }) => ({
    ContentEncoding: content_encoding,
    CommonAttributes: common_attributes.map(({ name, value }) => ({ AttributeName: name, AttributeValue: value })),
  }));

/** `http_endpoint_configuration`. */
export const httpEndpointBlock = block(
  z
    .strictObject({
      url: z.string(),
      name: z.string().optional(),
      access_key: z.string().optional(),
      ...hintArguments(),
      cloudwatch_logging_options: loggingBlock,
      processing_configuration: processingBlock,
      request_configuration: block(request),
      retry_duration: z.number().default(300),
      role_arn: z.string().optional(),
      s3_backup_mode: z.string().default("FailedDataOnly"),
      s3_configuration: s3Block,
      secrets_manager_configuration: secretBlock,
    })
    .transform((given) => ({
      EndpointConfiguration: { Url: given.url, Name: given.name, AccessKey: given.access_key },
      BufferingHints: hintsOf(given),
      CloudWatchLoggingOptions: given.cloudwatch_logging_options,
      ProcessingConfiguration: given.processing_configuration,
      RequestConfiguration: given.request_configuration,
      RetryOptions: { DurationInSeconds: given.retry_duration },
      RoleARN: given.role_arn,
      S3BackupMode: given.s3_backup_mode,
      S3Configuration: given.s3_configuration,
      SecretsManagerConfiguration: given.secrets_manager_configuration,
    })),
);
