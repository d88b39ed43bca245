import { type Infer, integer, oneOf, readInput, structure, text } from "../../server/input-shape";
import { createDestination, destinationConfigurations } from "../configuration/destination";
import { roleArn } from "../configuration/fields";
import { invalidArgument } from "../configuration/invalid-argument";
import { checkMetadataExtractionQuery } from "../configuration/metadata-extraction-query";
import type { Firehose } from "../firehose";
import type { FirehoseSource } from "../firehose-stream";
import { deliveryStreamName, deliveryStreamTypes } from "./delivery-stream-input";
import { checkEncryption, encryptionInput } from "./encryption";
import { tagList } from "./tags";

const kinesisStreamArn = text({
  min: 1,
  max: 512,
  pattern: "arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+",
});

const shape = structure(
  { DeliveryStreamName: deliveryStreamName },
  {
    DeliveryStreamType: oneOf(deliveryStreamTypes),
    DirectPutSourceConfiguration: structure({ ThroughputHintInMBs: integer({ min: 1, max: 100 }) }, {}),
    KinesisStreamSourceConfiguration: structure({ KinesisStreamARN: kinesisStreamArn, RoleARN: roleArn }, {}),
    DeliveryStreamEncryptionConfigurationInput: encryptionInput,
    Tags: tagList,
    ...destinationConfigurations,
  },
);

/** What the new delivery stream is called in policies. */
export interface CreateDeliveryStreamOutput {
  readonly DeliveryStreamARN: string;
}

/** Makes a delivery stream. @throws AwsError `ResourceInUseException`, or `InvalidArgumentException` for what AWS refuses */
export async function createDeliveryStream(firehose: Firehose, input: unknown): Promise<CreateDeliveryStreamOutput> {
  const given = readInput(shape, input);
  const source = sourceOf(given);
  const encryption = given.DeliveryStreamEncryptionConfigurationInput;
  if (encryption) checkEncryption(encryption, source.kind);
  const destination = createDestination(given, firehose);
  await checkMetadataExtractionQuery(given.ExtendedS3DestinationConfiguration?.ProcessingConfiguration);
  const { settings } = firehose.createDeliveryStream({
    name: given.DeliveryStreamName,
    destination,
    source,
    encryption,
    tags: Object.fromEntries((given.Tags ?? []).map(({ Key, Value = "" }) => [Key, Value])),
  });
  return { DeliveryStreamARN: settings.arn };
}

function sourceOf(given: Infer<typeof shape>): FirehoseSource {
  const { DeliveryStreamType: kind = "DirectPut", KinesisStreamSourceConfiguration: kinesis } = given;
  if (kind !== "DirectPut" && kind !== "KinesisStreamAsSource") {
    throw invalidArgument(`DeliveryStreamType ${kind} is not emulated here.`);
  }
  if (kind === "KinesisStreamAsSource") {
    if (kinesis) return { kind, streamArn: kinesis.KinesisStreamARN, roleArn: kinesis.RoleARN };
    throw invalidArgument("KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.");
  }
  if (kinesis)
    throw invalidArgument("KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type.");
  return { kind, throughputHintInMBs: given.DirectPutSourceConfiguration?.ThroughputHintInMBs };
}
