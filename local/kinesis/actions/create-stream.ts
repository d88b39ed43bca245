import { AwsError } from "../../aws-error";
import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import type { StreamMode } from "../stream-properties";
import { checkWarmThroughput } from "../warm-throughput";
import { maxRecordSizeKiB, streamModeDetails, streamName } from "./stream-input";
import { tagMap, withTags } from "./tags";

const shape = structure(
  { StreamName: streamName },
  {
    ShardCount: integer({ min: 1 }),
    StreamModeDetails: streamModeDetails,
    Tags: tagMap,
    WarmThroughputMiBps: integer({ min: 0 }),
    MaxRecordSizeInKiB: maxRecordSizeKiB,
  },
);

/**
 * Makes a stream.
 * @throws AwsError `ResourceInUseException` when there is one of that name, `LimitExceededException` beyond the account's
 * quotas
 */
export function createStream(kinesis: Kinesis, input: unknown): void {
  const { ShardCount: shards, WarmThroughputMiBps: warmThroughputMiBps, ...settings } = readInput(shape, input);
  const mode = modeOf(settings.StreamModeDetails?.StreamMode, shards);
  checkWarmThroughput(kinesis, mode, warmThroughputMiBps);
  const untagged = { name: `stream ${settings.StreamName}`, tags: new Map() };
  kinesis.createStream({
    name: settings.StreamName,
    mode,
    shards,
    tags: Object.fromEntries(withTags(untagged, kinesis.accountId, settings.Tags ?? {})),
    maxRecordSizeKiB: settings.MaxRecordSizeInKiB,
    warmThroughputMiBps,
  });
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
