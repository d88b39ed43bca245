import { AwsError } from "../../aws-error";
import { EventStream } from "../../server/event-stream";
import { oneOf, readInput, structure, timestamp } from "../../server/input-shape";
import type { ShardEvent } from "../fan-out/shard-subscription";
import type { Kinesis } from "../kinesis";
import type { Shard } from "../shard";
import type { Stream } from "../stream";
import type { StreamConsumer } from "../stream-properties";
import { type ChildShardOutput, childShards } from "./child-shards";
import { consumerArn, findConsumer } from "./consumer-input";
import { consumerStatus } from "./consumer-output";
import { RecordOutput } from "./record-output";
import { startIndex, startTypes } from "./start-position";
import { findServingStream, findShard, sequenceNumber, shardId, streamId } from "./stream-input";

const shape = structure(
  {
    ConsumerARN: consumerArn,
    ShardId: shardId,
    StartingPosition: structure({ Type: oneOf(startTypes) }, { SequenceNumber: sequenceNumber, Timestamp: timestamp }),
  },
  { StreamId: streamId },
);

/** What an event holds. */
export interface SubscribeToShardEvent {
  readonly Records: readonly RecordOutput[];
  /** Absent at the end of a closed shard. */
  readonly ContinuationSequenceNumber?: string;
  readonly MillisBehindLatest: number;
  /** Only at the end of a closed shard. */
  readonly ChildShards?: readonly ChildShardOutput[];
}

/** Sends a consumer what is put into a shard, as it is put. */
export function subscribeToShard(kinesis: Kinesis, input: unknown): EventStream<SubscribeToShardEvent> {
  const { ConsumerARN, ShardId, StartingPosition } = readInput(shape, input);
  const { stream, consumer } = findActiveConsumer(kinesis, ConsumerARN);
  const shard = findShard(kinesis, stream, ShardId);
  const nowMs = kinesis.clock.now();
  const fanOut = shard.fanOuts.to(ConsumerARN, nowMs);
  const who = `${kinesis.accountId}:${stream.name}:${ShardId}:${consumer.name}`;
  const metrics = stream.consumerMetrics(consumer.name);
  metrics.measureCall(() => fanOut.takeCall(nowMs, who));
  const { Type: type, SequenceNumber, Timestamp: timestampMs } = StartingPosition;
  const position = { type, sequenceNumber: SequenceNumber, timestampMs };
  const index = startIndex({ kinesis, stream, shard, operation: "SubscribeToShard" }, position);
  const onGone = (end: (error: AwsError) => void) => whenGone(kinesis, stream, consumer, end);
  const isStalled = () => stream.isStalled(consumer.name);
  const subscription = fanOut.subscribe(who, { clock: kinesis.clock, shard, index, isStalled, onGone });
  return new EventStream(
    async () => {
      const event = await subscription.next();
      if (event) metrics.countEvent(event.records, event.millisBehindLatest);
      return event && { type: "SubscribeToShardEvent", payload: eventOutput(stream, shard, event) };
    },
    () => subscription.end(),
  );
}

/** @throws AwsError `ResourceNotFoundException`, or `ResourceInUseException` while the consumer is CREATING or DELETING */
function findActiveConsumer(kinesis: Kinesis, ConsumerARN: string): { stream: Stream; consumer: StreamConsumer } {
  const { stream, consumer } = findConsumer(kinesis, { ConsumerARN });
  findServingStream(kinesis, { StreamARN: stream.arn });
  if (consumerStatus(consumer, kinesis.clock.now()) === "ACTIVE") return { stream, consumer };
  throw new AwsError(
    "ResourceInUseException",
    // AWS's own punctuation.
    `Consumer ${consumer.name} with creation timestamp ${Math.floor(consumer.createdMs / 1000)} under stream: ` +
      `${stream.name} , account ${kinesis.accountId} is not in ACTIVE status.`,
  );
}

/** Calls `end` when the stream is deleted or the consumer deregistered; the returned function ends that. */
function whenGone(
  { accountId }: Kinesis,
  stream: Stream,
  { name, arn }: StreamConsumer,
  end: (error: AwsError) => void,
): () => void {
  return stream.onPropertiesChange(() => {
    const consumer = stream.consumers.get(name);
    const isRegistered = consumer?.arn === arn && consumer.goneAtMs === undefined;
    if (stream.status !== "DELETING" && isRegistered) return;
    const gone =
      stream.status === "DELETING"
        ? `Stream ${stream.name} under account ${accountId}`
        : `Consumer ${arn}, account ${accountId}`;
    end(new AwsError("ResourceNotFoundException", `${gone} not found.`));
  });
}

function eventOutput(stream: Stream, shard: Shard, event: ShardEvent): SubscribeToShardEvent {
  const { records, continuationSequenceNumber, millisBehindLatest } = event;
  return {
    Records: records.map((record) => new RecordOutput(record, stream.properties)),
    ContinuationSequenceNumber: continuationSequenceNumber,
    MillisBehindLatest: millisBehindLatest,
    ChildShards: continuationSequenceNumber === undefined ? childShards(stream, shard) : undefined,
  };
}
