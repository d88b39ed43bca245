import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type WarmThroughputOutput, warmThroughputOutput } from "../warm-throughput";
import { visibleShards } from "./shard-output";
import { findStream, streamMembers } from "./stream-input";
import { type StreamDetailsOutput, streamDetailsOutput } from "./stream-output";

const shape = structure({}, streamMembers);

/** A stream, and how many shards and consumers it has. */
export interface DescribeStreamSummaryOutput {
  readonly StreamDescriptionSummary: StreamDetailsOutput & {
    readonly OpenShardCount: number;
    readonly ConsumerCount: number;
    /** Of an on-demand stream that was asked to be ready for some. */
    readonly WarmThroughput?: WarmThroughputOutput;
    readonly MaxRecordSizeInKiB: number;
  };
}

/** Describes a stream without its shards. */
export function describeStreamSummary(kinesis: Kinesis, input: unknown): DescribeStreamSummaryOutput {
  const stream = findStream(kinesis, readInput(shape, input));
  return {
    StreamDescriptionSummary: {
      ...streamDetailsOutput(stream),
      OpenShardCount: visibleShards(stream).filter(({ closed }) => !closed).length,
      ConsumerCount: stream.consumers.size,
      WarmThroughput: warmThroughputOutput(stream),
      MaxRecordSizeInKiB: stream.properties.maxRecordSizeKiB,
    },
  };
}
