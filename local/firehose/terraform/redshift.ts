import { z } from "zod";
import { block } from "../../terraform/blocks";
import { loggingBlock, processingBlock, secretBlock } from "./common-blocks";
import { s3Block } from "./s3";

/** `redshift_configuration`. */
export const redshiftBlock = block(
  z
    .strictObject({
      cluster_jdbcurl: z.string(),
      data_table_name: z.string(),
      data_table_columns: z.string().optional(),
      copy_options: z.string().optional(),
      username: z.string().optional(),
      password: z.string().optional(),
      role_arn: z.string(),
      cloudwatch_logging_options: loggingBlock,
      processing_configuration: processingBlock,
      retry_duration: z.number().default(3600),
      s3_backup_mode: z.string().default("Disabled"),
      s3_backup_configuration: s3Block,
      s3_configuration: s3Block,
      secrets_manager_configuration: secretBlock,
    })
    .transform((given) => ({
      ClusterJDBCURL: given.cluster_jdbcurl,
      CopyCommand: {
        DataTableName: given.data_table_name,
        DataTableColumns: given.data_table_columns,
        CopyOptions: given.copy_options,
      },
      Username: given.username,
      Password: given.password,
      RoleARN: given.role_arn,
      CloudWatchLoggingOptions: given.cloudwatch_logging_options,
      ProcessingConfiguration: given.processing_configuration,
      RetryOptions: { DurationInSeconds: given.retry_duration },
      S3BackupMode: given.s3_backup_mode,
      S3BackupConfiguration: given.s3_backup_configuration,
      S3Configuration: given.s3_configuration,
      SecretsManagerConfiguration: given.secrets_manager_configuration,
    })),
);
