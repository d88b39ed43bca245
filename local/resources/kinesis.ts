import { z } from "zod";
import { enableEnhancedMonitoring } from "../kinesis/actions/enable-enhanced-monitoring";
import { putResourcePolicy } from "../kinesis/actions/put-resource-policy";
import { startStreamEncryption } from "../kinesis/actions/start-stream-encryption";
import { stopStreamEncryption } from "../kinesis/actions/stop-stream-encryption";
import { encryptionAt } from "../kinesis/encryption";
import type { Kinesis } from "../kinesis/kinesis";
import type { Stream } from "../kinesis/stream";
import type { StreamMode } from "../kinesis/stream-properties";
import { scaleUniformly } from "../kinesis/uniform-scaling";
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
    const { name: StreamName, encryption_type: EncryptionType = "NONE", kms_key_id: KeyId } = settings;
    const kept = kinesis.findStream(StreamName);
    if (kept) adopt(kept, settings);
    const stream = kept ?? create(kinesis, settings);
    // Terraform waits until a stream is ACTIVE before each change, and before it makes what needs it.
    stream.settle();
    const encryption = encryptionAt(stream.properties, kinesis.clock.now());
    if (EncryptionType !== "NONE" && encryption?.keyId !== KeyId) {
      startStreamEncryption(kinesis, { StreamName, EncryptionType, KeyId });
      stream.settle();
    }
    if (EncryptionType === "NONE" && encryption) {
      stopStreamEncryption(kinesis, { StreamName, EncryptionType: "KMS", KeyId: encryption.keyId });
      stream.settle();
    }
    if (settings.shard_level_metrics.length > 0) {
      enableEnhancedMonitoring(kinesis, { StreamName, ShardLevelMetrics: settings.shard_level_metrics });
      stream.settle();
    }
  }),
  aws_kinesis_stream_consumer: kind(consumer, [], ({ name, stream_arn, tags = {} }, { computed }, { kinesis }) => {
    const arn = String(computed["arn"]);
    const stream = kinesis.stream(stream_arn);
    const nowMs = kinesis.clock.now();
    const kept = stream.consumers.get(name) ?? { createdMs: nowMs, activeAtMs: nowMs };
    const consumer = { ...kept, name, arn, goneAtMs: undefined, tags: new Map(Object.entries(tags)) };
    stream.change({ consumers: new Map([...stream.consumers, [name, consumer]]) });
  }),
  aws_kinesis_resource_policy: kind(resourcePolicy, [], ({ resource_arn, policy }, _, { kinesis }) => {
    putResourcePolicy(kinesis, { ResourceARN: resource_arn, Policy: policy });
  }),
};

type StreamResource = z.infer<typeof stream>;

function create(kinesis: Kinesis, settings: StreamResource): Stream {
  const mode = modeOf(settings);
  return kinesis.createStream({
    name: settings.name,
    mode,
    shards: mode === "ON_DEMAND" ? undefined : shardsOf(settings),
    retentionHours: settings.retention_period,
    maxRecordSizeKiB: settings.max_record_size_in_kib,
    tags: settings.tags,
  });
}

/** Gives a stream that the run before has kept what the Terraform says of it now; its records stay. */
function adopt(kept: Stream, settings: StreamResource): void {
  const mode = modeOf(settings);
  kept.change({
    mode,
    retentionHours: settings.retention_period ?? 24,
    maxRecordSizeKiB: settings.max_record_size_in_kib ?? 1_024,
    tags: new Map(Object.entries(settings.tags ?? {})),
    shardLevelMetrics: [],
  });
  const shards = shardsOf(settings);
  if (mode === "PROVISIONED" && kept.openShards().length !== shards) scaleUniformly(kept, shards);
}

function modeOf({ stream_mode_details }: StreamResource): StreamMode {
  return stream_mode_details?.stream_mode === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED";
}

function shardsOf({ shard_count = 1 }: StreamResource): number {
  return shard_count;
}
