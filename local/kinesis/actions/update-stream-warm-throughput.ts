import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { checkWarmThroughput, type WarmThroughputOutput, warmUp } from "../warm-throughput";
import { findActiveStream, streamMembers } from "./stream-input";

const shape = structure({ WarmThroughputMiBps: integer({ min: 0 }) }, streamMembers);

/** What the stream is ready for, and shall be. */
export interface UpdateStreamWarmThroughputOutput {
  readonly StreamARN: string;
  readonly StreamName: string;
  readonly WarmThroughput: WarmThroughputOutput;
}

/**
 * Scales an on-demand stream to a throughput before it is needed, or back afterwards.
 * @throws AwsError as `checkWarmThroughput`
 */
export function updateStreamWarmThroughput(kinesis: Kinesis, input: unknown): UpdateStreamWarmThroughputOutput {
  const { WarmThroughputMiBps: TargetMiBps, ...named } = readInput(shape, input);
  const stream = findActiveStream(kinesis, named);
  checkWarmThroughput(kinesis, stream.properties.mode, TargetMiBps);
  const WarmThroughput = { TargetMiBps, CurrentMiBps: stream.openShards().length };
  stream.update(() => warmUp(stream, TargetMiBps));
  return { StreamARN: stream.arn, StreamName: stream.name, WarmThroughput };
}
