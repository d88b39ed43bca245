import { AwsError } from "../aws-error";
import { integer, oneOf, readInput, structure, textMap } from "../server/input-shape";
import type { Kinesis } from "./kinesis";
import type { Capacity } from "./stream";
import { streamName } from "./stream-input";

const shape = structure(
  { StreamName: streamName },
  {
    ShardCount: integer({ min: 1 }),
    StreamModeDetails: structure({ StreamMode: oneOf(["PROVISIONED", "ON_DEMAND"]) }, {}),
    Tags: textMap({ min: 1, max: 200, keyLength: { min: 1, max: 128 }, valueLength: { min: 0, max: 256 } }),
  },
);

/** Makes a stream. @throws AwsError `ResourceInUseException` when there is one of that name */
export function createStream(kinesis: Kinesis, input: unknown): void {
  const { StreamName, ShardCount, StreamModeDetails, Tags } = readInput(shape, input);
  const capacity = capacityOf(StreamModeDetails?.StreamMode ?? "PROVISIONED", ShardCount);
  kinesis.createStream({ name: StreamName, capacity, tags: Tags });
}

function capacityOf(mode: "PROVISIONED" | "ON_DEMAND", shards: number | undefined): Capacity {
  if (mode === "PROVISIONED") {
    // AWS's model lets ShardCount be absent, its service then gives one shard.
    return { mode: "provisioned", shards: shards ?? 1 };
  }
  if (shards === undefined) return { mode: "on-demand" };
  throw new AwsError("InvalidArgumentException", "ShardCount must not be provided for a stream in ON_DEMAND mode.");
}
