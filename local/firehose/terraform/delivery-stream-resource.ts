import { z } from "zod";
import { block } from "../../terraform/blocks";
import { extendedS3Block } from "./extended-s3";
import { httpEndpointBlock } from "./http-endpoint";
import { opensearchBlock } from "./opensearch";
import { redshiftBlock } from "./redshift";
import { splunkBlock } from "./splunk";

const destinations = ["extended_s3", "http_endpoint", "opensearch", "redshift", "splunk"] as const;

/** The arguments of `aws_kinesis_firehose_delivery_stream` that are read. */
export const deliveryStreamResource = z.object({
  name: z.string(),
  destination: z.enum(destinations, `only ${destinations.join(", ")} run here`),
  tags: z.record(z.string(), z.string()).default({}),
  kinesis_source_configuration: block(
    z
      .strictObject({ kinesis_stream_arn: z.string(), role_arn: z.string() })
      .transform((given) => ({ KinesisStreamARN: given.kinesis_stream_arn, RoleARN: given.role_arn })),
  ),
  server_side_encryption: block(
    z.strictObject({
      enabled: z.boolean().default(false),
      key_arn: z.string().optional(),
      key_type: z.string().default("AWS_OWNED_CMK"),
    }),
  ),
  extended_s3_configuration: extendedS3Block,
  http_endpoint_configuration: httpEndpointBlock,
  opensearch_configuration: opensearchBlock,
  redshift_configuration: redshiftBlock,
  splunk_configuration: splunkBlock,
});

/** The CreateDeliveryStream of a resource; the provider turns encryption on in a request of its own. */
export function createDeliveryStreamInput(given: z.infer<typeof deliveryStreamResource>): object {
  const { kinesis_source_configuration: source, server_side_encryption: encryption } = given;
  const tags = Object.entries(given.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    DeliveryStreamName: given.name,
    DeliveryStreamType: source ? "KinesisStreamAsSource" : "DirectPut",
    KinesisStreamSourceConfiguration: source,
    DeliveryStreamEncryptionConfigurationInput: encryption?.enabled
      ? { KeyType: encryption.key_type, KeyARN: encryption.key_arn }
      : undefined,
    // AWS takes no empty list.
    Tags: tags.length > 0 ? tags : undefined,
    ...destinationConfiguration(given),
  };
}

/** Of several blocks, the provider sends the one that `destination` names. */
function destinationConfiguration(given: z.infer<typeof deliveryStreamResource>): object {
  switch (given.destination) {
    case "extended_s3":
      return { ExtendedS3DestinationConfiguration: given.extended_s3_configuration };
    case "http_endpoint":
      return { HttpEndpointDestinationConfiguration: given.http_endpoint_configuration };
    case "opensearch":
      return { AmazonopensearchserviceDestinationConfiguration: given.opensearch_configuration };
    case "redshift":
      return { RedshiftDestinationConfiguration: given.redshift_configuration };
    case "splunk":
      return { SplunkDestinationConfiguration: given.splunk_configuration };
  }
}

/** The secret that a destination would be given in AWS, and is not here. */
export function unfetchedSecret(given: z.infer<typeof deliveryStreamResource>): string | undefined {
  const destinations = [given.http_endpoint_configuration, given.redshift_configuration, given.splunk_configuration];
  const secrets = destinations.map((destination) => destination?.SecretsManagerConfiguration);
  return secrets.find((secret) => secret?.Enabled)?.SecretARN;
}
