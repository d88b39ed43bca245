import { cborCodec } from "../server/cbor-codec";
import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { addTagsToStream } from "./actions/add-tags-to-stream";
import { createStream } from "./actions/create-stream";
import { decreaseStreamRetentionPeriod } from "./actions/decrease-stream-retention-period";
import { deleteResourcePolicy } from "./actions/delete-resource-policy";
import { deleteStream } from "./actions/delete-stream";
import { deregisterStreamConsumer } from "./actions/deregister-stream-consumer";
import { describeAccountSettings } from "./actions/describe-account-settings";
import { describeLimits } from "./actions/describe-limits";
import { describeStream } from "./actions/describe-stream";
import { describeStreamConsumer } from "./actions/describe-stream-consumer";
import { describeStreamSummary } from "./actions/describe-stream-summary";
import { disableEnhancedMonitoring } from "./actions/disable-enhanced-monitoring";
import { enableEnhancedMonitoring } from "./actions/enable-enhanced-monitoring";
import { getRecords } from "./actions/get-records";
import { getResourcePolicy } from "./actions/get-resource-policy";
import { getShardIterator } from "./actions/get-shard-iterator";
import { increaseStreamRetentionPeriod } from "./actions/increase-stream-retention-period";
import { listShards } from "./actions/list-shards";
import { listStreamConsumers } from "./actions/list-stream-consumers";
import { listStreams } from "./actions/list-streams";
import { listTagsForResource } from "./actions/list-tags-for-resource";
import { listTagsForStream } from "./actions/list-tags-for-stream";
import { mergeShards } from "./actions/merge-shards";
import { putRecord } from "./actions/put-record";
import { putRecords } from "./actions/put-records";
import { putResourcePolicy } from "./actions/put-resource-policy";
import { registerStreamConsumer } from "./actions/register-stream-consumer";
import { removeTagsFromStream } from "./actions/remove-tags-from-stream";
import { splitShard } from "./actions/split-shard";
import { startStreamEncryption } from "./actions/start-stream-encryption";
import { stopStreamEncryption } from "./actions/stop-stream-encryption";
import { subscribeToShard } from "./actions/subscribe-to-shard";
import { tagResource } from "./actions/tag-resource";
import { untagResource } from "./actions/untag-resource";
import { updateAccountSettings } from "./actions/update-account-settings";
import { updateMaxRecordSize } from "./actions/update-max-record-size";
import { updateShardCount } from "./actions/update-shard-count";
import { updateStreamMode } from "./actions/update-stream-mode";
import { updateStreamWarmThroughput } from "./actions/update-stream-warm-throughput";
import { callLimit } from "./call-rates";
import type { Kinesis } from "./kinesis";

/** The engine's operations by AWS's names. */
export const operations: Readonly<Record<string, (kinesis: Kinesis, input: unknown) => unknown>> = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeAccountSettings: describeAccountSettings,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: disableEnhancedMonitoring,
  EnableEnhancedMonitoring: enableEnhancedMonitoring,
  GetRecords: getRecords,
  GetResourcePolicy: getResourcePolicy,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: putResourcePolicy,
  RegisterStreamConsumer: registerStreamConsumer,
  RemoveTagsFromStream: removeTagsFromStream,
  SplitShard: splitShard,
  StartStreamEncryption: startStreamEncryption,
  StopStreamEncryption: stopStreamEncryption,
  SubscribeToShard: subscribeToShard,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccountSettings: updateAccountSettings,
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateShardCount: updateShardCount,
  UpdateStreamMode: updateStreamMode,
  UpdateStreamWarmThroughput: updateStreamWarmThroughput,
};

/** Those whose answer says that records are safe. */
const puts = new Set(["PutRecord", "PutRecords"]);

/** Puts the engine behind the endpoint. */
export function kinesisService(kinesis: Kinesis): Service {
  const actions = Object.entries(operations).map(([name, operation]) => {
    const checkRate = callLimit(kinesis, name);
    const action = (input: unknown) => {
      checkRate?.(input);
      const output = operation(kinesis, input);
      const safe = puts.has(name) ? kinesis.acknowledgeable() : undefined;
      return safe ? safe.then(() => output) : output;
    };
    return [name, action];
  });
  return targetService({
    name: "kinesis",
    targetPrefix: "Kinesis_20131202",
    codecs: [jsonCodec("application/x-amz-json-1.1"), cborCodec],
    actions: Object.fromEntries(actions),
  });
}
