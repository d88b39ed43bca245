import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkOnDemandQuota, checkShardQuota } from "../quotas";
import { streamRateExceeded } from "../rate-exceeded";
import { ofLastDay } from "../rolling-day";
import type { Stream } from "../stream";
import { checkWarmThroughput, warmUp } from "../warm-throughput";
import { findActiveStream, streamArn, streamId, streamModeDetails } from "./stream-input";

/** Of one stream, in a rolling day. */
const maxSwitches = 2;

const shape = structure(
  { StreamARN: streamArn, StreamModeDetails: streamModeDetails },
  { StreamId: streamId, WarmThroughputMiBps: integer({ min: 0 }) },
);

/**
 * Switches a stream to the other mode; its shards stay as they are, unless it shall be warm for more. To switch to the
 * mode that it has does nothing.
 * @throws AwsError `LimitExceededException` beyond twice in a rolling day, and beyond the account's quotas
 */
export function updateStreamMode(kinesis: Kinesis, input: unknown): void {
  const { StreamARN, StreamModeDetails, WarmThroughputMiBps } = readInput(shape, input);
  const stream = findActiveStream(kinesis, { StreamARN });
  const mode = StreamModeDetails.StreamMode;
  checkWarmThroughput(kinesis, mode, WarmThroughputMiBps);
  if (mode === stream.properties.mode) return;
  if (mode === "ON_DEMAND") checkOnDemandQuota(kinesis);
  else checkShardQuota(kinesis, stream.openShards().length);
  stream.change({ modeSwitchesMs: nextSwitches(kinesis, stream) });
  stream.update(() => {
    if (WarmThroughputMiBps === undefined) return { properties: { mode, warmThroughputMiBps: null } };
    const { properties, steps } = warmUp(stream, WarmThroughputMiBps);
    return { properties: { ...properties, mode }, steps };
  });
}

function nextSwitches(kinesis: Kinesis, stream: Stream): readonly number[] {
  const nowMs = kinesis.clock.now();
  const recent = ofLastDay(stream.properties.modeSwitchesMs, nowMs);
  if (kinesis.limits && recent.length >= maxSwitches) throw streamRateExceeded(kinesis, stream.name);
  return [...recent, nowMs];
}
