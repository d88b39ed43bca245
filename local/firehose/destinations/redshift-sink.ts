import type { RedshiftDestinationDescription } from "@aws-sdk/client-firehose";
import type { ObjectSink } from "../delivery/object-sink";

/**
 * S3 as Redshift's intermediate location: beside each object a manifest is written, by which COPY loads it. The load
 * itself is not run locally; the first object's COPY is told instead.
 *
 * @param streamName what the notice begins with
 */
export function redshiftSink(
  sink: ObjectSink,
  description: RedshiftDestinationDescription,
  streamName: string,
  notice: (text: string) => void,
): ObjectSink {
  let isTold = false;
  return {
    async putObject(bucket, key, chunks) {
      await sink.putObject(bucket, key, chunks);
      const manifestKey = manifestKeyOf(description.S3DestinationDescription?.Prefix ?? "", key);
      const manifest = { entries: [{ url: `s3://${bucket}/${key}`, mandatory: true }] };
      await sink.putObject(bucket, manifestKey, [Buffer.from(JSON.stringify(manifest))]);
      if (isTold) return;
      isTold = true;
      const statement = copyStatement(description, `s3://${bucket}/${manifestKey}`);
      notice(`${streamName}: no load into Redshift is run locally, for this object and those after it: ${statement}`);
    },
  };
}

/** In a folder of the prefix, under the object's own name. */
function manifestKeyOf(prefix: string, key: string): string {
  return `${prefix}manifests/${key.slice(prefix.length)}`;
}

/**
 * The command by which Firehose loads the objects of a manifest. The role stands for the temporary credentials that
 * AWS puts in; user and password belong to the connection, and are no part of it.
 *
 * @param manifestUrl `s3://<bucket>/<key>`
 */
export function copyStatement({ CopyCommand, RoleARN }: RedshiftDestinationDescription, manifestUrl: string): string {
  const { DataTableName, DataTableColumns, CopyOptions } = CopyCommand ?? {};
  const columns = DataTableColumns ? ` (${DataTableColumns})` : "";
  const options = CopyOptions ? ` ${CopyOptions}` : "";
  const credentials = `CREDENTIALS ${quoted(`aws_iam_role=${RoleARN}`)}`;
  return `COPY ${DataTableName}${columns} FROM ${quoted(manifestUrl)} ${credentials} MANIFEST${options};`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
