import { AwsError } from "../../aws-error";
import type { Kinesis } from "../kinesis";
import type { Shard } from "../shard";
import type { Stream } from "../stream";

/**
 * Finds an open shard of a stream that can be resharded: ACTIVE, and provisioned.
 * @throws AwsError `ResourceInUseException`, `ResourceNotFoundException` or `ValidationException`
 */
export function findReshardable(kinesis: Kinesis, stream: Stream, shardId: string): Shard {
  const under = `stream ${stream.name} under account ${kinesis.accountId}`;
  if (stream.properties.mode === "ON_DEMAND") {
    const message = `Request is invalid: ${under} is in ON_DEMAND mode. Only PROVISIONED streams are resharded by request.`;
    throw new AwsError("ValidationException", message);
  }
  if (stream.status !== "ACTIVE") {
    const message = `Stream ${stream.name} under account ${kinesis.accountId} not ACTIVE, instead in state ${stream.status}`;
    throw new AwsError("ResourceInUseException", message);
  }
  const shard = stream.shard(shardId);
  if (!shard) throw new AwsError("ResourceNotFoundException", `Could not find shard ${shardId} in ${under}.`);
  if (!shard.closed) return shard;
  const message = `Shard ${shardId} in ${under} has already been merged or split, and thus is not eligible for merging or splitting.`;
  throw new AwsError("ResourceInUseException", message);
}
