import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { openPage, page } from "./next-token";
import { nextToken, streamName } from "./stream-input";
import { type StreamOutput, streamOutput } from "./stream-output";

/** Of one page; asking for more is allowed, and gets no more. */
const maxStreams = 100;

const shape = structure(
  {},
  { Limit: integer({ min: 1, max: 10_000 }), ExclusiveStartStreamName: streamName, NextToken: nextToken },
);

/** A page of streams, by name. */
export interface ListStreamsOutput {
  readonly StreamNames: readonly string[];
  readonly StreamSummaries: readonly StreamOutput[];
  readonly HasMoreStreams: boolean;
  readonly NextToken?: string;
}

/** Lists streams. @throws AwsError `ExpiredNextTokenException` for a token of more than five minutes */
export function listStreams(kinesis: Kinesis, input: unknown): ListStreamsOutput {
  const { Limit = maxStreams, ExclusiveStartStreamName = "", NextToken } = readInput(shape, input);
  const after = NextToken === undefined ? ExclusiveStartStreamName : openPage(kinesis, "ListStreams", NextToken).after;
  const rest = kinesis.streams().filter(({ name }) => name > after);
  const listed = page(kinesis, "ListStreams", rest, Math.min(Limit, maxStreams), ({ name }) => name);
  return {
    StreamNames: listed.items.map(({ name }) => name),
    StreamSummaries: listed.items.map(streamOutput),
    HasMoreStreams: listed.nextToken !== undefined,
    NextToken: listed.nextToken,
  };
}
