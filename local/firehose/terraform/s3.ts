import { z } from "zod";
import { block } from "../../terraform/blocks";
import { hintArguments, hintsOf, loggingBlock } from "./common-blocks";

/** What all S3 destinations have. */
export const s3Arguments = {
  role_arn: z.string(),
  bucket_arn: z.string(),
  prefix: z.string().optional(),
  error_output_prefix: z.string().optional(),
  ...hintArguments(),
  compression_format: z.string().default("UNCOMPRESSED"),
  kms_key_arn: z.string().optional(),
  cloudwatch_logging_options: loggingBlock,
};

const s3Object = z.strictObject(s3Arguments);

/** S3DestinationConfiguration, of `s3Arguments`. */
export function s3Configuration(given: z.infer<typeof s3Object>) {
  return {
    RoleARN: given.role_arn,
    BucketARN: given.bucket_arn,
    Prefix: given.prefix,
    ErrorOutputPrefix: given.error_output_prefix,
    BufferingHints: hintsOf(given),
    CompressionFormat: given.compression_format,
    EncryptionConfiguration:
      given.kms_key_arn === undefined
        ? { NoEncryptionConfig: "NoEncryption" }
        : { KMSEncryptionConfig: { AWSKMSKeyARN: given.kms_key_arn } },
    CloudWatchLoggingOptions: given.cloudwatch_logging_options,
  };
}

/** `s3_configuration` and `s3_backup_configuration`. */
export const s3Block = block(s3Object.transform(s3Configuration));
