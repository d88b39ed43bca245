import { deliveryPlaces } from "./pipeline/delivery-places";
import type { StoredObject } from "./snapshot";
import type { Sources } from "./sources";

/** So many are shown. */
const maxObjects = 12;

/** The newest objects that deliveries brought, the newest first. */
export async function readLakeObjects({ firehose, s3 }: Sources): Promise<readonly StoredObject[]> {
  const places = firehose.deliveryStreams().flatMap(({ settings }) => deliveryPlaces(settings.destination).data ?? []);
  // Two delivery streams may fill one place.
  const distinct = new Map(places.map((place) => [`${place.bucket}/${place.prefix}`, place]));
  const objects = await Promise.all([...distinct.values()].map(({ bucket, prefix }) => s3.newest(bucket, prefix)));
  return objects
    .flat()
    .toSorted((one, other) => other.modifiedMs - one.modifiedMs)
    .slice(0, maxObjects);
}
