import { AwsError } from "../../aws-error";
import { integer, oneOf, structure, text } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { Shard } from "../shard";
import type { Stream } from "../stream";

/** A stream's name: AWS's own bounds, as for the shapes below. */
export const streamName = text({ min: 1, max: 128, pattern: "[a-zA-Z0-9_.-]+" });
/** A stream's ARN. */
export const streamArn = text({ min: 1, max: 2_048, pattern: "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+" });
/** A stream's id, which AWS has reserved and does not use: it is checked, and tells nothing. */
export const streamId = text({ min: 1, max: 24, pattern: "[a-z0-9]{20}-[a-z0-9]{3}" });
/** How a stream's number of shards is set. */
export const streamModeDetails = structure({ StreamMode: oneOf(["PROVISIONED", "ON_DEMAND"]) }, {});
/** Of data and partition key of a record together. */
export const maxRecordSizeKiB = integer({ min: 1_024, max: 10_240 });
/** A shard's id. */
export const shardId = text({ min: 1, max: 128, pattern: "[a-zA-Z0-9_.-]+" });
/** A consumer's name. */
export const consumerName = text({ min: 1, max: 128, pattern: "[a-zA-Z0-9_.-]+" });
/** A hash key, decimal. */
export const hashKey = text({ pattern: "0|([1-9]\\d{0,38})" });
/** A sequence number. */
export const sequenceNumber = text({ pattern: "0|([1-9]\\d{0,128})" });
/** What continues a list. */
export const nextToken = text({ min: 1, max: 1_048_576 });

/** The members by which nearly every operation names its stream: spread them into its optional ones. */
export const streamMembers = { StreamName: streamName, StreamARN: streamArn, StreamId: streamId };

/**
 * Finds the stream that an operation's input names.
 * @throws AwsError `ResourceNotFoundException`, or `InvalidArgumentException` when neither or two streams are named
 */
export function findStream(kinesis: Kinesis, input: { StreamName?: string; StreamARN?: string }): Stream {
  const { StreamName, StreamARN } = input;
  if (StreamARN === undefined) {
    if (StreamName !== undefined) return kinesis.stream(StreamName);
    throw new AwsError("InvalidArgumentException", "Either StreamName or StreamARN must be provided.");
  }
  const stream = kinesis.stream(StreamARN);
  if (StreamName === undefined || StreamName === stream.name) return stream;
  throw new AwsError("InvalidArgumentException", `StreamName ${StreamName} does not match StreamARN ${StreamARN}.`);
}

/**
 * Tells a stream from another of its name. Clients may keep no more of the time than its seconds.
 * @param timestampMs when the stream was made that is meant, milliseconds since the epoch
 * @throws AwsError `ResourceNotFoundException`
 */
export function checkCreationTime(kinesis: Kinesis, stream: Stream, timestampMs: number | undefined): void {
  const seconds = (ms: number) => Math.floor(ms / 1000);
  if (timestampMs === undefined || seconds(timestampMs) === seconds(stream.createdMs)) return;
  throw kinesis.notFound(stream.name);
}

/**
 * Finds a stream that can be changed: while it is, or comes or goes, it can't.
 * @throws AwsError `ResourceInUseException`, or as `findStream`
 */
export function findActiveStream(kinesis: Kinesis, input: { StreamName?: string; StreamARN?: string }): Stream {
  const stream = findStream(kinesis, input);
  if (stream.status === "ACTIVE") return stream;
  throw notActive(kinesis, stream);
}

/** AWS's refusal of what the state of a stream does not allow. */
export function notActive({ accountId }: Kinesis, { name, status }: Stream): AwsError {
  const message = `Stream ${name} under account ${accountId} not ACTIVE, instead in state ${status}`;
  return new AwsError("ResourceInUseException", message);
}

/**
 * Finds a stream whose records can be put and read: one in CREATING is not there yet, one in DELETING no more.
 * @throws AwsError as `findStream`
 */
export function findServingStream(kinesis: Kinesis, input: { StreamName?: string; StreamARN?: string }): Stream {
  const stream = findStream(kinesis, input);
  if (stream.status === "ACTIVE" || stream.status === "UPDATING") return stream;
  throw kinesis.notFound(stream.name);
}

/** Finds a shard to read. @throws AwsError `ResourceNotFoundException` when the stream has none of that id, or no more */
export function findShard(kinesis: Kinesis, stream: Stream, shardId: string): Shard {
  const shard = stream.shard(shardId);
  if (shard) return shard;
  const message = `Shard ${shardId} in stream ${stream.name} under account ${kinesis.accountId} does not exist`;
  throw new AwsError("ResourceNotFoundException", message);
}
