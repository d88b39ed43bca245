import type {
  AmazonopensearchserviceDestinationDescription,
  ExtendedS3DestinationDescription,
  HttpEndpointDestinationDescription,
  RedshiftDestinationDescription,
  SplunkDestinationDescription,
} from "@aws-sdk/client-firehose";

/**
 * Where a delivery stream delivers to, in AWS's own words and with AWS's defaults filled in. Secrets stand beside the
 * description, since no description has them; one that lies in Secrets Manager is absent.
 */
export type DestinationSettings =
  | { readonly kind: "s3"; readonly description: ExtendedS3DestinationDescription }
  | {
      readonly kind: "http-endpoint";
      readonly description: HttpEndpointDestinationDescription;
      readonly accessKey?: string;
    }
  | { readonly kind: "opensearch"; readonly description: AmazonopensearchserviceDestinationDescription }
  | { readonly kind: "splunk"; readonly description: SplunkDestinationDescription; readonly hecToken?: string }
  | { readonly kind: "redshift"; readonly description: RedshiftDestinationDescription };

/** What the control plane tells the data plane of a delivery stream. */
export interface DeliveryStreamSettings {
  readonly name: string;
  readonly arn: string;
  readonly kind: "DirectPut" | "KinesisStreamAsSource";
  /** The Kinesis stream that is read; absent for Direct PUT. */
  readonly sourceArn?: string;
  /** Counts up from 1 with each update of the destination; part of the names of objects. */
  readonly versionId: string;
  readonly destination: DestinationSettings;
}
