import { KinesisResourcePolicy } from "@cdktf/provider-aws/lib/kinesis-resource-policy";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../iam/policy-document";
import { type StreamMetrics, streamMetrics } from "./metrics";

/** A stream that scales by itself, or one of a fixed number of shards. */
export type StreamCapacity = { readonly mode: "on-demand" } | { readonly mode: "provisioned"; readonly shards: number };

/** See {@link DataStream}. */
export interface DataStreamProps {
  readonly name: string;
  readonly arn: string;
  readonly capacity: StreamCapacity;
  /** 24–8,760. */
  readonly retentionHours: number;
  readonly shardLevelMetrics: readonly string[];
  /** @default AWS's own key, `aws/kinesis` */
  readonly keyArn: string | undefined;
  /** Physical name of each enhanced fan-out consumer by its key; at most 20. */
  readonly consumers: Readonly<Record<string, string>>;
  /** Whether deleting the stream deregisters consumers that are not listed here. */
  readonly enforceConsumerDeletion: boolean;
  /** ARNs of principals that the stream's own policy lets read. */
  readonly readers: readonly string[];
  /** ARNs of principals that the stream's own policy lets write. */
  readonly writers: readonly string[];
  /** Whether Terraform refuses to destroy it. */
  readonly isProtected: boolean;
}

/** A Kinesis data stream, its enhanced fan-out consumers, and its own policy if it has one. */
export class DataStream extends Construct {
  readonly name: string;
  readonly arn: string;
  /** ARN of each consumer by its key. */
  readonly consumerArns: ReadonlyMap<string, string>;
  readonly metrics: StreamMetrics;

  constructor(scope: Construct, id: string, props: DataStreamProps) {
    super(scope, id);
    const stream = new KinesisStream(this, "Resource", {
      name: props.name,
      ...shapeOf(props.capacity),
      retentionPeriod: props.retentionHours,
      // No metrics is the absence of the list: an empty one would be a change in each plan.
      shardLevelMetrics: props.shardLevelMetrics.length > 0 ? [...props.shardLevelMetrics] : undefined,
      encryptionType: "KMS",
      kmsKeyId: props.keyArn ?? "alias/aws/kinesis",
      enforceConsumerDeletion: props.enforceConsumerDeletion,
      lifecycle: { preventDestroy: props.isProtected },
    });
    this.name = props.name;
    this.arn = stream.arn;
    this.metrics = streamMetrics(props);

    const consumers = new Construct(this, "Consumers");
    const arns = Object.entries(props.consumers).map(([key, name]): [string, string] => {
      const consumer = new KinesisStreamConsumer(consumers, key, { name, streamArn: stream.arn });
      return [key, consumer.arn];
    });
    this.consumerArns = new Map(arns);

    const access = accessStatements(props);
    if (access.length > 0) {
      new KinesisResourcePolicy(this, "Policy", { resourceArn: stream.arn, policy: policyDocument(access) });
    }
  }
}

/** Two shapes: the provider fails a plan that changes the mode while a shard count is still there. */
function shapeOf(capacity: StreamCapacity) {
  if (capacity.mode === "on-demand") return { streamModeDetails: { streamMode: "ON_DEMAND" } };
  return { streamModeDetails: { streamMode: "PROVISIONED" }, shardCount: capacity.shards };
}

/** The actions are those that Kinesis lets a stream's policy name. */
function accessStatements({ arn, readers, writers }: DataStreamProps): Statement[] {
  const reading = [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
  ];
  const writing = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"];
  return [
    { Sid: "Readers", Principal: { AWS: readers }, Action: reading, Resource: [arn] },
    { Sid: "Writers", Principal: { AWS: writers }, Action: writing, Resource: [arn] },
  ].filter(({ Principal }) => Principal.AWS.length > 0);
}
