import { isDeepStrictEqual } from "node:util";
import type { Attributes, ResourceChange } from "./plan-json";

/** What is gone when a resource of a type is destroyed or replaced; `undefined` where nothing is. */
const holds: Readonly<Record<string, (before: Attributes) => string | undefined>> = {
  aws_kinesis_stream: () => "the records in it",
  aws_dynamodb_table: () => "the items in it",
  aws_s3_bucket: () => "the objects in it",
  aws_sqs_queue: () => "the messages in it",
  aws_kms_key: () => "all that it encrypts",
  aws_lambda_event_source_mapping: () => "its position in the stream",
  // One that is written to directly has no position; what it buffers it still delivers.
  aws_kinesis_firehose_delivery_stream: ({ kinesis_source_configuration: source }) =>
    Array.isArray(source) && source.length > 0 ? "its position in the stream" : undefined,
  aws_kinesisanalyticsv2_application: () => "its position in the stream, its state and its snapshots",
};

/** What a change would lose, in a few words; `undefined` when it loses nothing. */
export function whatIsLost({ type, change: { actions, before, after } }: ResourceChange): string | undefined {
  if (!before || !Object.hasOwn(holds, type)) return undefined;
  if (actions.includes("delete")) return holds[type]?.(before);
  return type === "aws_kinesisanalyticsv2_application" && restartsAnew(before, after ?? before)
    ? "its position in the stream, and its state, as it takes no snapshots"
    : undefined;
}

/** AWS updates an application by a restart: from the snapshot that it takes before, where it takes any. */
function restartsAnew(before: Attributes, after: Attributes): boolean {
  const isTags = (name: string) => name === "tags" || name === "tags_all";
  const isUpdated = Object.keys(after).some((name) => !isTags(name) && !isDeepStrictEqual(before[name], after[name]));
  return isUpdated && !takesSnapshots(before);
}

interface FlinkApplication {
  readonly application_configuration?: readonly {
    readonly application_snapshot_configuration?: readonly { readonly snapshots_enabled: boolean }[];
  }[];
}

function takesSnapshots(application: FlinkApplication): boolean {
  const [configuration] = application.application_configuration ?? [];
  return configuration?.application_snapshot_configuration?.[0]?.snapshots_enabled === true;
}
