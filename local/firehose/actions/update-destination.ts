import { AwsError } from "../../aws-error";
import { readInput, structure, text } from "../../server/input-shape";
import { destinationUpdates, updateDestination as mergeDestination } from "../configuration/destination";
import { invalidArgument } from "../configuration/invalid-argument";
import { checkMetadataExtractionQuery } from "../configuration/metadata-extraction-query";
import type { Firehose } from "../firehose";
import { deliveryStreamName, destinationId } from "./delivery-stream-input";
import { onlyDestinationId } from "./describe-delivery-stream";

const shape = structure(
  {
    DeliveryStreamName: deliveryStreamName,
    CurrentDeliveryStreamVersionId: text({ min: 1, max: 50, pattern: "[0-9]+" }),
    DestinationId: destinationId,
  },
  destinationUpdates,
);

/**
 * Changes a destination: what the update does not name stays.
 * @throws AwsError `ConcurrentModificationException` when another update came between, `ResourceInUseException` for a
 *   delivery stream that is not active, `InvalidArgumentException` for what AWS refuses
 */
export async function updateDestination(firehose: Firehose, input: unknown): Promise<object> {
  const { DeliveryStreamName, CurrentDeliveryStreamVersionId, DestinationId, ...update } = readInput(shape, input);
  // First, since nothing may come between the check of the version and the update.
  await checkMetadataExtractionQuery(update.ExtendedS3DestinationUpdate?.ProcessingConfiguration);
  const stream = firehose.deliveryStream(DeliveryStreamName);
  if (stream.status !== "ACTIVE") {
    const message = `Cannot update firehose: ${DeliveryStreamName} when it is in ${stream.status} status`;
    throw new AwsError("ResourceInUseException", message);
  }
  const { versionId, destination } = stream.settings;
  if (CurrentDeliveryStreamVersionId !== versionId) {
    throw new AwsError(
      "ConcurrentModificationException",
      `Cannot update firehose: ${DeliveryStreamName} since the current version id: ${versionId} and specified version ` +
        `id: ${CurrentDeliveryStreamVersionId} do not match`,
    );
  }
  if (DestinationId !== onlyDestinationId) throw invalidArgument(`Destination Id ${DestinationId} not found`);
  stream.update(mergeDestination(destination, update, firehose));
  return {};
}
