import { AwsError } from "../../aws-error";
import type { Kinesis } from "../kinesis";
import type { Shard } from "../shard";
import type { Stream } from "../stream";
import { findActiveStream } from "./stream-input";

/**
 * Finds a stream whose owner may reshard it: ACTIVE, and provisioned.
 * @throws AwsError `ValidationException` for one on demand, or as `findActiveStream`
 */
export function findReshardableStream(kinesis: Kinesis, input: { StreamName?: string; StreamARN?: string }): Stream {
  const stream = findActiveStream(kinesis, input);
  if (stream.properties.mode === "PROVISIONED") return stream;
  const message = `Request is invalid. Stream ${stream.name} under account ${kinesis.accountId} is in On-Demand mode.`;
  throw new AwsError("ValidationException", message);
}

/** Finds an open shard. @throws AwsError `ResourceNotFoundException`, or `ResourceInUseException` for a closed one */
export function findOpenShard(kinesis: Kinesis, stream: Stream, shardId: string): Shard {
  const under = `stream ${stream.name} under account ${kinesis.accountId}`;
  const shard = stream.shard(shardId);
  if (!shard) throw new AwsError("ResourceNotFoundException", `Could not find shard ${shardId} in ${under}.`);
  if (!shard.closed) return shard;
  const message = `Shard ${shardId} in ${under} has already been merged or split, and thus is not eligible for merging or splitting.`;
  throw new AwsError("ResourceInUseException", message);
}
