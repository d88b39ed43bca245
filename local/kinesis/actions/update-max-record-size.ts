import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { findActiveStream, maxRecordSizeKiB, streamArn, streamId } from "./stream-input";

const shape = structure({ MaxRecordSizeInKiB: maxRecordSizeKiB }, { StreamARN: streamArn, StreamId: streamId });

/** Lets records of a stream be larger, or less so; those that it has stay. */
export function updateMaxRecordSize(kinesis: Kinesis, input: unknown): void {
  const { MaxRecordSizeInKiB, ...named } = readInput(shape, input);
  const stream = findActiveStream(kinesis, named);
  stream.update(() => ({ properties: { maxRecordSizeKiB: MaxRecordSizeInKiB } }));
}
