import { z } from "zod";
import { block } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const stream = z.object({
  name: z.string(),
  shard_count: z.number().optional(),
  retention_period: z.number().optional(),
  stream_mode_details: block(z.object({ stream_mode: z.string() })),
  tags: z.record(z.string(), z.string()).optional(),
});

const consumer = z.object({
  name: z.string(),
  stream_arn: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** What is made of Kinesis's resources. */
export const kinesisKinds: Kinds = {
  aws_kinesis_stream: kind(
    stream,
    ["encryption_type", "kms_key_id", "enforce_consumer_deletion", "shard_level_metrics"],
    ({ name, shard_count, retention_period, stream_mode_details, tags }, _, { kinesis }) => {
      const onDemand = stream_mode_details?.stream_mode === "ON_DEMAND";
      const created = kinesis.createStream({
        name,
        mode: onDemand ? "ON_DEMAND" : "PROVISIONED",
        shards: onDemand ? undefined : (shard_count ?? 1),
        retentionHours: retention_period,
        tags,
      });
      // Terraform waits until a stream is ACTIVE before it makes what needs it.
      created.settle();
    },
  ),
  aws_kinesis_stream_consumer: kind(consumer, [], ({ name, stream_arn, tags = {} }, { computed }, { kinesis }) => {
    const arn = String(computed["arn"]);
    const stream = kinesis.stream(stream_arn);
    const nowMs = kinesis.clock.now();
    const consumer = { name, arn, createdMs: nowMs, activeAtMs: nowMs, tags: new Map(Object.entries(tags)) };
    stream.change({ consumers: new Map([...stream.properties.consumers, [name, consumer]]) });
  }),
};
