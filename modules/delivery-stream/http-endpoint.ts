import type { Buffering, Destination } from "./destination";
import { type Processing, processingConfiguration, processingStatements } from "./processing";
import { backupConfiguration, type S3Location, writeStatements } from "./s3-location";
import { secretConfiguration, secretStatements } from "./secret";

/** See {@link httpEndpointDestination}. */
export interface HttpEndpointDestinationProps {
  /** Begins with `https://`. */
  readonly url: string;
  /** What people call the endpoint. */
  readonly name?: string | undefined;
  /** Of the access key: `{"api_key": …}`. */
  readonly secretArn: string;
  readonly contentEncoding: "NONE" | "GZIP";
  /** Sent with each request; at most 50. */
  readonly commonAttributes: Readonly<Record<string, string>>;
  /** Mebibytes 1–64, seconds 0–900. */
  readonly buffering: Buffering;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly processing: Processing;
  readonly backup: S3Location;
  /** Which records are kept in the backup. */
  readonly backupMode: "FailedDataOnly" | "AllData";
}

/** Any HTTPS server that answers in the way that Firehose demands. */
export function httpEndpointDestination(props: HttpEndpointDestinationProps): Destination {
  const { secretArn, buffering, processing, backup } = props;
  return {
    configuration: (context) => ({
      destination: "http_endpoint",
      httpEndpointConfiguration: {
        roleArn: context.roleArn,
        url: props.url,
        name: props.name,
        secretsManagerConfiguration: secretConfiguration(secretArn, context.roleArn),
        requestConfiguration: {
          contentEncoding: props.contentEncoding,
          commonAttributes: Object.entries(props.commonAttributes).map(([name, value]) => ({ name, value })),
        },
        bufferingSize: buffering.mebibytes,
        bufferingInterval: buffering.seconds,
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration(processing),
        s3BackupMode: props.backupMode,
        s3Configuration: backupConfiguration(backup, context),
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      ...writeStatements(account, [backup]),
      ...secretStatements(secretArn),
      ...processingStatements(processing),
    ],
    metricNames: {
      dataFreshness: "DeliveryToHttpEndpoint.DataFreshness",
      deliverySuccess: "DeliveryToHttpEndpoint.Success",
    },
  };
}
