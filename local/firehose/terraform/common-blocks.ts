import type { CloudWatchLoggingOptions, SecretsManagerConfiguration } from "@aws-sdk/client-firehose";
import { z } from "zod";
import { block, blocks } from "../../terraform/blocks";

// Arguments and defaults here and in the files beside are those of the provider's version 5.100. All that it knows is
// read, and what it does not know is an error.

/** `cloudwatch_logging_options`. */
export const loggingBlock = block(
  z
    .strictObject({
      enabled: z.boolean().default(false),
      log_group_name: z.string().optional(),
      log_stream_name: z.string().optional(),
    })
    .transform(
      (options): CloudWatchLoggingOptions => ({
        Enabled: options.enabled,
        LogGroupName: options.log_group_name,
        LogStreamName: options.log_stream_name,
      }),
    ),
);

const processor = z.strictObject({
  type: z.string(),
  parameters: blocks(z.strictObject({ parameter_name: z.string(), parameter_value: z.string() })),
});

/** `processing_configuration`. */
export const processingBlock = block(
  z
    .strictObject({ enabled: z.boolean().default(false), processors: blocks(processor) })
    .transform(({ enabled, processors }) => ({
      Enabled: enabled,
      Processors: processors.map(({ type, parameters }) => ({
        Type: type,
        Parameters: parameters.map((each) => ({
          ParameterName: each.parameter_name,
          ParameterValue: each.parameter_value,
        })),
      })),
    })),
);

/** `secrets_manager_configuration`. */
export const secretBlock = block(
  z
    .strictObject({
      enabled: z.boolean().default(false),
      role_arn: z.string().optional(),
      secret_arn: z.string().optional(),
    })
    .transform(
      (secret): SecretsManagerConfiguration => ({
        Enabled: secret.enabled,
        RoleARN: secret.role_arn,
        SecretARN: secret.secret_arn,
      }),
    ),
);

/** How the provider writes buffering hints, with the interval that it takes where none is given. */
export function hintArguments(intervalSeconds = 300) {
  return { buffering_size: z.number().default(5), buffering_interval: z.number().default(intervalSeconds) };
}

/** BufferingHints, of `hintArguments`. */
export function hintsOf(given: { readonly buffering_size: number; readonly buffering_interval: number }) {
  return { SizeInMBs: given.buffering_size, IntervalInSeconds: given.buffering_interval };
}
