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
  aws_kinesisanalyticsv2_application: () => "its position in the stream, and its state",
};

/** What a change would lose, in a few words; `undefined` when it loses nothing. */
export function whatIsLost({ type, change: { actions, before } }: ResourceChange): string | undefined {
  if (!actions.includes("delete") || !before || !Object.hasOwn(holds, type)) return undefined;
  return holds[type]?.(before);
}
