import { cborCodec } from "../server/cbor-codec";
import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { addTagsToStream } from "./actions/add-tags-to-stream";
import { createStream } from "./actions/create-stream";
import { decreaseStreamRetentionPeriod } from "./actions/decrease-stream-retention-period";
import { deleteStream } from "./actions/delete-stream";
import { describeStream } from "./actions/describe-stream";
import { describeStreamConsumer } from "./actions/describe-stream-consumer";
import { describeStreamSummary } from "./actions/describe-stream-summary";
import { getRecords } from "./actions/get-records";
import { getShardIterator } from "./actions/get-shard-iterator";
import { increaseStreamRetentionPeriod } from "./actions/increase-stream-retention-period";
import { listShards } from "./actions/list-shards";
import { listStreamConsumers } from "./actions/list-stream-consumers";
import { listStreams } from "./actions/list-streams";
import { listTagsForStream } from "./actions/list-tags-for-stream";
import { mergeShards } from "./actions/merge-shards";
import { putRecord } from "./actions/put-record";
import { putRecords } from "./actions/put-records";
import { registerStreamConsumer } from "./actions/register-stream-consumer";
import { splitShard } from "./actions/split-shard";
import type { Kinesis } from "./kinesis";

/** The engine's operations by AWS's names. */
const operations: Readonly<Record<string, (kinesis: Kinesis, input: unknown) => unknown>> = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteStream: deleteStream,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForStream: listTagsForStream,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  RegisterStreamConsumer: registerStreamConsumer,
  SplitShard: splitShard,
};

/** Puts the engine behind the endpoint. */
export function kinesisService(kinesis: Kinesis): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(kinesis, input),
  ]);
  return targetService({
    name: "kinesis",
    targetPrefix: "Kinesis_20131202",
    codecs: [jsonCodec("application/x-amz-json-1.1"), cborCodec],
    actions: Object.fromEntries(actions),
  });
}
