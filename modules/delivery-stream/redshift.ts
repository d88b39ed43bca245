import { literal } from "../terraform/literal";
import type { Destination } from "./destination";
import { metricGroups } from "./metric-groups";
import { processingConfiguration, type Transform, transformStatements } from "./processing";
import { backupConfiguration, type S3Location, writeStatements } from "./s3-location";
import { secretConfiguration, secretStatements } from "./secret";

/** Where Redshift's data waits: it reads no Snappy and no ZIP, and Firehose takes no error prefix here. */
export interface RedshiftLocation extends Omit<S3Location, "errorPrefix" | "compression"> {
  readonly compression: "none" | "gzip";
}

/** See {@link redshiftDestination}. */
export interface RedshiftDestinationProps {
  /** Of a cluster or a serverless workgroup: `jdbc:redshift://<endpoint>:<port>/<database>`. */
  readonly jdbcUrl: string;
  /** Its value is `{"username": "…", "password": "…"}`. */
  readonly secretArn: string;
  /** In a schema if need be. */
  readonly databaseTable: string;
  /** In the order of the data; all of the table's when empty. */
  readonly columns: readonly string[];
  /** What COPY is told of the data, such as `JSON 'auto' GZIP`. */
  readonly copyOptions: string;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly transform: Transform | undefined;
  /** Objects that COPY reads. */
  readonly intermediate: RedshiftLocation;
  /** Where each record is also kept as it came. */
  readonly sourceBackup?: RedshiftLocation | undefined;
}

/** A table of Amazon Redshift, filled by COPY from objects in a bucket. */
export function redshiftDestination(props: RedshiftDestinationProps): Destination {
  const { intermediate, sourceBackup, transform, secretArn } = props;
  const locations = sourceBackup ? [intermediate, sourceBackup] : [intermediate];
  return {
    configuration: (context) => ({
      destination: "redshift",
      redshiftConfiguration: {
        roleArn: context.roleArn,
        clusterJdbcurl: props.jdbcUrl,
        secretsManagerConfiguration: secretConfiguration(secretArn, context.roleArn),
        dataTableName: props.databaseTable,
        dataTableColumns: props.columns.length > 0 ? props.columns.join(",") : undefined,
        copyOptions: literal(props.copyOptions),
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration({ transform }),
        s3Configuration: backupConfiguration(intermediate, context),
        ...(sourceBackup && {
          s3BackupMode: "Enabled",
          s3BackupConfiguration: backupConfiguration(sourceBackup, context),
        }),
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      // Manifests of what COPY is to load, and of what it skipped, lie in folders of Firehose's own choice.
      ...writeStatements(
        account,
        locations.map(({ bucketArn }) => ({ bucketArn, prefix: "" })),
      ),
      ...secretStatements(secretArn),
      ...transformStatements(transform),
    ],
    metricGroups: metricGroups.redshift,
  };
}
