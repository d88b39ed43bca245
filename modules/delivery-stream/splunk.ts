import type { Buffering, Destination } from "./destination";
import { type Processing, processingConfiguration, processingStatements } from "./processing";
import { backupConfiguration, type S3Location, writeStatements } from "./s3-location";
import { secretConfiguration, secretStatements } from "./secret";

/** See {@link splunkDestination}. */
export interface SplunkDestinationProps {
  /** Of the HTTP Event Collector, with its port. */
  readonly endpoint: string;
  /** Whether records are events of Splunk's JSON, or anything. */
  readonly endpointType: "Raw" | "Event";
  /** Of the collector's token: `{"hec_token": …}`. */
  readonly secretArn: string;
  /** 180–600: how long Splunk may take to say that it has indexed what it got. */
  readonly acknowledgmentTimeoutSeconds: number;
  /** Mebibytes 1–5, seconds 0–60. */
  readonly buffering: Buffering;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly processing: Processing;
  readonly backup: S3Location;
  /** Which events are kept in the backup. */
  readonly backupMode: "FailedEventsOnly" | "AllEvents";
}

/** Splunk's HTTP Event Collector. */
export function splunkDestination(props: SplunkDestinationProps): Destination {
  const { secretArn, buffering, processing, backup } = props;
  return {
    configuration: (context) => ({
      destination: "splunk",
      splunkConfiguration: {
        hecEndpoint: props.endpoint,
        hecEndpointType: props.endpointType,
        hecAcknowledgmentTimeout: props.acknowledgmentTimeoutSeconds,
        secretsManagerConfiguration: secretConfiguration(secretArn, context.roleArn),
        bufferingSize: buffering.mebibytes,
        bufferingInterval: buffering.seconds,
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration(processing, {
          // A quarter, that events which a function has made longer still fit into one request.
          bufferMebibytes: 0.25,
          roleArn: context.roleArn,
        }),
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
    metricNames: { dataFreshness: "DeliveryToSplunk.DataFreshness", deliverySuccess: "DeliveryToSplunk.Success" },
  };
}
