import { literal } from "../terraform/literal";
import { type Buffer, bufferConfiguration, type Destination } from "./destination";
import { metricGroups } from "./metric-groups";
import { processingConfiguration, type Transform, transformStatements } from "./processing";
import { type Backup, backupConfiguration, writeStatements } from "./s3-location";
import { secretConfiguration, secretStatements } from "./secret";

/** See {@link httpEndpointDestination}. The buffer: 1–64 mebibytes, 0–900 seconds. */
export interface HttpEndpointDestinationProps extends Buffer {
  /** Begins with `https://`. */
  readonly url: string;
  /** What people call the endpoint. */
  readonly name?: string | undefined;
  /** Its value is `{"api_key": "…"}`. @default requests carry no access key */
  readonly accessKeySecretArn?: string | undefined;
  readonly contentEncoding: "none" | "gzip";
  /** Sent with each request; at most 50. */
  readonly commonAttributes: Readonly<Record<string, string>>;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly transform: Transform | undefined;
  readonly backup: Backup;
}

/** Any HTTPS server that answers in the way that Firehose demands. */
export function httpEndpointDestination(props: HttpEndpointDestinationProps): Destination {
  const { accessKeySecretArn, transform, backup } = props;
  return {
    configuration: (context) => ({
      destination: "http_endpoint",
      httpEndpointConfiguration: {
        roleArn: context.roleArn,
        url: literal(props.url),
        name: props.name && literal(props.name),
        secretsManagerConfiguration: accessKeySecretArn
          ? secretConfiguration(accessKeySecretArn, context.roleArn)
          : undefined,
        requestConfiguration: {
          contentEncoding: props.contentEncoding === "gzip" ? "GZIP" : "NONE",
          commonAttributes: Object.entries(props.commonAttributes).map(([name, value]) => ({
            name: literal(name),
            value: literal(value),
          })),
        },
        ...bufferConfiguration(props),
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration({ transform }),
        s3BackupMode: backup.mode === "all" ? "AllData" : "FailedDataOnly",
        s3Configuration: backupConfiguration(backup, context),
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      ...writeStatements(account, [backup]),
      ...(accessKeySecretArn ? secretStatements(accessKeySecretArn) : []),
      ...transformStatements(transform),
    ],
    metricGroups: metricGroups["http-endpoint"],
  };
}
