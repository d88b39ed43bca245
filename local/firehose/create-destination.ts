import type { DestinationSettings } from "./delivery-stream-settings";
import type { Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";
import { HttpEndpointDestination } from "./http-endpoint-destination";

/**
 * Makes what delivers outside S3; undefined for `s3`, and for `redshift`, whose first step is objects in S3.
 */
export function createDestination(
  settings: DestinationSettings,
  dependencies: DestinationDependencies,
): Destination | undefined {
  switch (settings.kind) {
    case "s3":
    case "redshift":
      return undefined;
    case "http-endpoint":
      return new HttpEndpointDestination(settings.description, settings.accessKey, dependencies);
    default:
      throw new Error(`Delivery to ${settings.kind} is not there yet`);
  }
}
