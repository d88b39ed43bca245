import { AwsError } from "../../aws-error";
import { flag, readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";

const shape = structure({ DeliveryStreamName: deliveryStreamName }, { AllowForceDelete: flag });

/**
 * Removes a delivery stream, once what it has buffered is delivered.
 * @throws AwsError `ResourceInUseException` while it is being created
 */
export async function deleteDeliveryStream(firehose: Firehose, input: unknown): Promise<object> {
  const { DeliveryStreamName } = readInput(shape, input);
  const stream = firehose.deliveryStream(DeliveryStreamName);
  if (stream.status === "CREATING") {
    throw new AwsError(
      "ResourceInUseException",
      `Firehose ${DeliveryStreamName} under account ${firehose.accountId} cannot be deleted in CREATING state`,
    );
  }
  await firehose.deleteDeliveryStream(stream);
  return {};
}
