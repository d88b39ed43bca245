import { z } from "zod";
import { block, blocks } from "../../terraform/blocks";
import { hintArguments, hintsOf, loggingBlock, processingBlock } from "./common-blocks";
import { s3Block } from "./s3";

/** `opensearch_configuration`. What `vpc_config` would reach, is reached here as any other address. */
export const opensearchBlock = block(
  z
    .strictObject({
      domain_arn: z.string().optional(),
      cluster_endpoint: z.string().optional(),
      index_name: z.string(),
      index_rotation_period: z.string().default("OneDay"),
      type_name: z.string().optional(),
      role_arn: z.string(),
      ...hintArguments(),
      cloudwatch_logging_options: loggingBlock,
      document_id_options: block(
        z
          .strictObject({ default_document_id_format: z.string() })
          .transform((options) => ({ DefaultDocumentIdFormat: options.default_document_id_format })),
      ),
      processing_configuration: processingBlock,
      retry_duration: z.number().default(300),
      s3_backup_mode: z.string().default("FailedDocumentsOnly"),
      s3_configuration: s3Block,
      vpc_config: blocks(z.unknown()),
    })
    .transform((given) => ({
      DomainARN: given.domain_arn,
      ClusterEndpoint: given.cluster_endpoint,
      IndexName: given.index_name,
      IndexRotationPeriod: given.index_rotation_period,
      TypeName: given.type_name,
      RoleARN: given.role_arn,
      BufferingHints: hintsOf(given),
      CloudWatchLoggingOptions: given.cloudwatch_logging_options,
      DocumentIdOptions: given.document_id_options,
      ProcessingConfiguration: given.processing_configuration,
      RetryOptions: { DurationInSeconds: given.retry_duration },
      S3BackupMode: given.s3_backup_mode,
      S3Configuration: given.s3_configuration,
    })),
);
