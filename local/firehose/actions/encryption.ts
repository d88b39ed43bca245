import type { DeliveryStreamEncryptionConfigurationInput } from "@aws-sdk/client-firehose";
import { oneOf, structure } from "../../server/input-shape";
import { kmsKeyArn } from "../configuration/fields";
import { invalidArgument } from "../configuration/invalid-argument";

/** DeliveryStreamEncryptionConfigurationInput. */
export const encryptionInput = structure(
  { KeyType: oneOf(["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"]) },
  { KeyARN: kmsKeyArn },
);

/**
 * @param kind the delivery stream's
 * @throws AwsError `InvalidArgumentException` for encryption of what Kinesis encrypts, and for a key too many or too few
 */
export function checkEncryption(input: DeliveryStreamEncryptionConfigurationInput, kind: string): void {
  checkEncryptable(kind);
  if (input.KeyType === "AWS_OWNED_CMK" && input.KeyARN !== undefined) {
    throw invalidArgument("KeyARN cannot be specified when KeyType is AWS_OWNED_CMK");
  }
  if (input.KeyType === "CUSTOMER_MANAGED_CMK" && input.KeyARN === undefined) {
    throw invalidArgument("KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK");
  }
}

/** @throws AwsError `InvalidArgumentException` for a delivery stream that reads a Kinesis stream */
export function checkEncryptable(kind: string): void {
  if (kind === "DirectPut") return;
  throw invalidArgument(
    "Server side encryption from firehose is only allowed for direct put delivery streams and database as a source " +
      "delivery streams",
  );
}
