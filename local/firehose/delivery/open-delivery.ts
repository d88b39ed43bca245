import type { DeliveryStreamSettings } from "../delivery-stream-settings";
import { createDestination } from "../destinations/create-destination";
import type { DestinationDependencies } from "../destinations/destination-dependencies";
import { redshiftSink } from "../destinations/redshift-sink";
import { DestinationDelivery, type DestinationDeliveryDependencies } from "./destination-delivery";
import type { ObjectSink } from "./object-sink";
import { S3Delivery, type S3DeliveryDependencies } from "./s3-delivery";
import { type S3Place, S3Writer, type S3WriterDependencies } from "./s3-writer";

/** What any delivery may need. */
export type OpenDeliveryDependencies = Omit<DestinationDependencies, "streamName" | "deliveryStreamArn"> &
  DestinationDeliveryDependencies &
  Omit<S3DeliveryDependencies, "writer"> &
  Omit<S3WriterDependencies, "streamName" | "versionId" | "metrics">;

/**
 * Makes what takes full buffers to the destination.
 * @param objects where it keeps its objects of data, if it does
 */
export function openDelivery(
  settings: DeliveryStreamSettings,
  objects: S3Place | undefined,
  dependencies: OpenDeliveryDependencies,
): S3Delivery | DestinationDelivery {
  const { name: streamName, arn: deliveryStreamArn, versionId } = settings;
  const destination = createDestination(settings.destination, { ...dependencies, streamName, deliveryStreamArn });
  if (destination) return new DestinationDelivery(destination, settings.destination, dependencies);
  if (!objects) throw new Error(`a destination of kind ${settings.destination.kind} needs a place in S3`);
  const sink = sinkOf(settings, dependencies);
  const writer = new S3Writer(objects, { ...dependencies, sink, streamName, versionId, metrics: dependencies.places });
  return new S3Delivery(objects, { ...dependencies, writer });
}

function sinkOf({ destination, name }: DeliveryStreamSettings, dependencies: OpenDeliveryDependencies): ObjectSink {
  const { sink, notice } = dependencies;
  return destination.kind === "redshift" ? redshiftSink(sink, destination.description, name, notice) : sink;
}
