import { jsonService } from "../server/json-protocol";
import type { Service } from "../server/service";
import { addTagsToStream } from "./add-tags-to-stream";
import { createStream } from "./create-stream";
import { decreaseStreamRetentionPeriod } from "./decrease-stream-retention-period";
import { deleteStream } from "./delete-stream";
import { describeStream } from "./describe-stream";
import { describeStreamConsumer } from "./describe-stream-consumer";
import { describeStreamSummary } from "./describe-stream-summary";
import { getRecords } from "./get-records";
import { getShardIterator } from "./get-shard-iterator";
import { increaseStreamRetentionPeriod } from "./increase-stream-retention-period";
import type { Kinesis } from "./kinesis";
import { listShards } from "./list-shards";
import { listStreamConsumers } from "./list-stream-consumers";
import { listStreams } from "./list-streams";
import { listTagsForStream } from "./list-tags-for-stream";
import { mergeShards } from "./merge-shards";
import { putRecord } from "./put-record";
import { putRecords } from "./put-records";
import { registerStreamConsumer } from "./register-stream-consumer";
import { splitShard } from "./split-shard";

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
  return jsonService({
    name: "kinesis",
    targetPrefix: "Kinesis_20131202",
    contentType: "application/x-amz-json-1.1",
    actions: Object.fromEntries(actions),
  });
}
