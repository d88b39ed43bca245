import type { ResolvedResource } from "../terraform/stack";
import type { Value } from "../terraform/value";
import type { Target } from "./fault";

/** What of an environment's resources faults can be set on, by name. */
export function targetsOf(resources: readonly ResolvedResource[]): readonly Target[] {
  return resources.flatMap((resource) => readers[resource.type]?.(resource.attributes) ?? []).sort();
}

type Attributes = ResolvedResource["attributes"];

const readers: Readonly<Record<string, (attributes: Attributes) => readonly Target[]>> = {
  aws_kinesis_stream: ({ name }) => [`stream/${name}`],
  aws_kinesis_stream_consumer: ({ stream_arn, name }) => [`consumer/${afterLast("/", stream_arn)}/${name}`],
  aws_lambda_function: ({ function_name }) => [`function/${function_name}`],
  aws_lambda_event_source_mapping: ({ function_name }) => [`mapping/${afterLast(":", function_name)}`],
  aws_kinesis_firehose_delivery_stream: ({ name }) => [`delivery/${name}`],
  aws_dynamodb_table: ({ name, global_secondary_index: indexes }) => [
    `table/${name}`,
    ...blocks(indexes).map((index): Target => `index/${name}/${index["name"]}`),
  ],
  aws_sqs_queue: ({ name }) => [`queue/${name}`],
  aws_s3_bucket: ({ bucket }) => [`bucket/${bucket}`],
  aws_kinesisanalyticsv2_application: ({ name }) => [`application/${name}`],
};

function afterLast(separator: string, text: Value | undefined): string {
  return String(text).slice(String(text).lastIndexOf(separator) + 1);
}

/** A block stands alone or in a list. */
function blocks(value: Value | undefined): readonly Attributes[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each): each is Attributes => typeof each === "object" && each !== null);
}
