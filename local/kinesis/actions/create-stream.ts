import { AwsError } from "../../aws-error";
import { integer, oneOf, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { StreamMode } from "../stream-properties";
import { streamName } from "./stream-input";
import { tagMap } from "./tags";

const shape = structure(
  { StreamName: streamName },
  {
    ShardCount: integer({ min: 1 }),
    StreamModeDetails: structure({ StreamMode: oneOf(["PROVISIONED", "ON_DEMAND"]) }, {}),
    Tags: tagMap,
  },
);

/** Makes a stream. @throws AwsError `ResourceInUseException` when there is one of that name */
export function createStream(kinesis: Kinesis, input: unknown): void {
  const { StreamName, ShardCount, StreamModeDetails, Tags } = readInput(shape, input);
  const mode = modeOf(StreamModeDetails?.StreamMode, ShardCount);
  kinesis.createStream({ name: StreamName, mode, shards: ShardCount, tags: Tags });
}

/** Who asks for neither mode nor shards gets an on-demand stream. */
function modeOf(mode: StreamMode | undefined, shards: number | undefined): StreamMode {
  if (shards === undefined) {
    if (mode !== "PROVISIONED") return "ON_DEMAND";
    throw new AwsError("InvalidArgumentException", "ShardCount must be provided for a stream in PROVISIONED mode.");
  }
  if (mode !== "ON_DEMAND") return "PROVISIONED";
  throw new AwsError("InvalidArgumentException", "ShardCount must not be provided for a stream in ON_DEMAND mode.");
}
