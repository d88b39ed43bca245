import type { DestinationSettings } from "../../firehose/delivery-stream-settings";

/** Part of a bucket. */
export interface BucketPlace {
  readonly bucket: string;
  /** What its objects' keys begin with, as far as that is the same for all. */
  readonly prefix: string;
}

/** Where a delivery stream puts objects: the data, if it puts them anywhere, and what it could not deliver. */
export interface DeliveryPlaces {
  readonly data?: BucketPlace;
  readonly errors: BucketPlace;
}

/** The places of a destination. */
export function deliveryPlaces({ kind, description }: DestinationSettings): DeliveryPlaces {
  const s3 = kind === "s3" ? description : description.S3DestinationDescription;
  const bucket = s3?.BucketARN?.split(":").at(-1) ?? "";
  const data = { bucket, prefix: fixedPart(s3?.Prefix) };
  const errors = { bucket, prefix: fixedPart(s3?.ErrorOutputPrefix) };
  return kind === "s3" ? { data, errors } : { errors };
}

/** The address of a destination that is no bucket. */
export function addressOf({ kind, description }: Exclude<DestinationSettings, { kind: "s3" }>): string {
  switch (kind) {
    case "http-endpoint":
      return description.EndpointConfiguration?.Url ?? kind;
    case "opensearch":
      return description.ClusterEndpoint ?? description.DomainARN ?? kind;
    case "splunk":
      return description.HECEndpoint ?? kind;
    case "redshift":
      return description.ClusterJDBCURL ?? kind;
  }
}

/** A prefix up to its first expression, such as `data/events/` of `data/events/day=!{timestamp:yyyy-MM-dd}/`. */
function fixedPart(prefix = ""): string {
  return prefix.split("!{")[0] ?? "";
}
