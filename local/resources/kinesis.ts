import { z } from "zod";
import { enableEnhancedMonitoring } from "../kinesis/actions/enable-enhanced-monitoring";
import { putResourcePolicy } from "../kinesis/actions/put-resource-policy";
import { startStreamEncryption } from "../kinesis/actions/start-stream-encryption";
import { block } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const stream = z.object({
  name: z.string(),
  shard_count: z.number().optional(),
  retention_period: z.number().optional(),
  max_record_size_in_kib: z.number().optional(),
  stream_mode_details: block(z.object({ stream_mode: z.string() })),
  encryption_type: z.string().optional(),
  kms_key_id: z.string().optional(),
  shard_level_metrics: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.string()).optional(),
});

const consumer = z.object({
  name: z.string(),
  stream_arn: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
});

const resourcePolicy = z.object({ resource_arn: z.string(), policy: z.string() });

/** What is made of Kinesis's resources. */
export const kinesisKinds: Kinds = {
  aws_kinesis_stream: kind(stream, ["enforce_consumer_deletion"], (settings, _, { kinesis }) => {
    const onDemand = settings.stream_mode_details?.stream_mode === "ON_DEMAND";
    const { name: StreamName, encryption_type: EncryptionType = "NONE", shard_level_metrics: metrics } = settings;
    const created = kinesis.createStream({
      name: StreamName,
      mode: onDemand ? "ON_DEMAND" : "PROVISIONED",
      shards: onDemand ? undefined : (settings.shard_count ?? 1),
      retentionHours: settings.retention_period,
      maxRecordSizeKiB: settings.max_record_size_in_kib,
      tags: settings.tags,
    });
    // Terraform waits until a stream is ACTIVE before each change, and before it makes what needs it.
    created.settle();
    if (EncryptionType !== "NONE") {
      startStreamEncryption(kinesis, { StreamName, EncryptionType, KeyId: settings.kms_key_id });
      created.settle();
    }
    if (metrics.length > 0) {
      enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: metrics });
      created.settle();
    }
  }),
  aws_kinesis_stream_consumer: kind(consumer, [], ({ name, stream_arn, tags = {} }, { computed }, { kinesis }) => {
    const arn = String(computed["arn"]);
    const stream = kinesis.stream(stream_arn);
    const nowMs = kinesis.clock.now();
    const consumer = { name, arn, createdMs: nowMs, activeAtMs: nowMs, tags: new Map(Object.entries(tags)) };
    stream.change({ consumers: new Map([...stream.consumers, [name, consumer]]) });
  }),
  aws_kinesis_resource_policy: kind(resourcePolicy, [], ({ resource_arn, policy }, _, { kinesis }) => {
    putResourcePolicy(kinesis, { ResourceARN: resource_arn, Policy: policy });
  }),
};
