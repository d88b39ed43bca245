import { readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";
import { checkEncryption, encryptionInput } from "./encryption";

const shape = structure(
  { DeliveryStreamName: deliveryStreamName },
  { DeliveryStreamEncryptionConfigurationInput: encryptionInput },
);

/** Turns encryption on, at once, or changes its key. @throws AwsError `InvalidArgumentException` as `checkEncryption` */
export function startDeliveryStreamEncryption(firehose: Firehose, input: unknown): object {
  const given = readInput(shape, input);
  const { DeliveryStreamEncryptionConfigurationInput: encryption = { KeyType: "AWS_OWNED_CMK" } } = given;
  const stream = firehose.deliveryStream(given.DeliveryStreamName);
  checkEncryption(encryption, stream.source.kind);
  stream.encryption = encryption;
  return {};
}
