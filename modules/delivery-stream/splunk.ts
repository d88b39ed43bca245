import { literal } from "../terraform/literal";
import { type Buffer, bufferConfiguration, type Destination } from "./destination";
import { metricGroups } from "./metric-groups";
import { processingConfiguration, type Transform, transformStatements } from "./processing";
import { type Backup, backupConfiguration, writeStatements } from "./s3-location";
import { secretConfiguration, secretStatements } from "./secret";

/** See {@link splunkDestination}. The buffer: 1–5 mebibytes, 0–60 seconds. */
export interface SplunkDestinationProps extends Buffer {
  /** Of the HTTP Event Collector; begins with `https://`. */
  readonly hecEndpoint: string;
  /** Whether each record is an event in the collector's own JSON, or anything. */
  readonly hecEndpointType: "raw" | "event";
  /** Its value is `{"hec_token": "…"}`. */
  readonly tokenSecretArn: string;
  /** 180–600: how long Splunk may take to say that it has indexed what it got. */
  readonly acknowledgmentTimeoutSeconds: number;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly transform: Transform | undefined;
  readonly backup: Backup;
}

/** Splunk's HTTP Event Collector. */
export function splunkDestination(props: SplunkDestinationProps): Destination {
  const { tokenSecretArn, transform, backup } = props;
  return {
    configuration: (context) => ({
      destination: "splunk",
      splunkConfiguration: {
        hecEndpoint: literal(props.hecEndpoint),
        hecEndpointType: props.hecEndpointType === "raw" ? "Raw" : "Event",
        hecAcknowledgmentTimeout: props.acknowledgmentTimeoutSeconds,
        secretsManagerConfiguration: secretConfiguration(tokenSecretArn, context.roleArn),
        ...bufferConfiguration(props),
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration(
          { transform },
          {
            // AWS's default is 256 KB here, and 1 MB elsewhere.
            bufferMebibytes: 0.25,
            roleArn: context.roleArn,
          },
        ),
        s3BackupMode: backup.mode === "all" ? "AllEvents" : "FailedEventsOnly",
        s3Configuration: backupConfiguration(backup, context),
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      ...writeStatements(account, [backup]),
      ...secretStatements(tokenSecretArn),
      ...transformStatements(transform),
    ],
    metricGroups: metricGroups.splunk,
  };
}
