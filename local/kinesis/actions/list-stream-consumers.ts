import { AwsError } from "../../aws-error";
import { integer, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ConsumerOutput, consumerOutput } from "./consumer-output";
import { checkTokenAlone, openPage, page } from "./next-token";
import { checkCreationTime, findStream, nextToken, streamArn, streamId } from "./stream-input";

/** However many are asked for. */
const maxPage = 100;

const shape = structure(
  { StreamARN: streamArn },
  {
    NextToken: nextToken,
    MaxResults: integer({ min: 1, max: 10_000 }),
    StreamCreationTimestamp: timestamp,
    StreamId: streamId,
  },
);

/** A page of consumers, by name. */
export interface ListStreamConsumersOutput {
  readonly Consumers: readonly ConsumerOutput[];
  readonly NextToken?: string;
}

/** Lists a stream's consumers, 100 at most. */
export function listStreamConsumers(kinesis: Kinesis, input: unknown): ListStreamConsumersOutput {
  const { StreamARN, NextToken, MaxResults = maxPage, StreamCreationTimestamp } = readInput(shape, input);
  const stream = findStream(kinesis, { StreamARN });
  checkCreationTime(kinesis, stream, StreamCreationTimestamp);
  if (NextToken !== undefined) checkTokenAlone({ StreamCreationTimestamp });
  const { after, parts } =
    NextToken === undefined ? { after: "", parts: [stream.id] } : openPage(kinesis, "ListStreamConsumers", NextToken);
  if (parts[0] !== stream.id) throw new AwsError("InvalidArgumentException", "Invalid NextToken.");
  const rest = [...stream.consumers.values()]
    .filter(({ name }) => name > after)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const limit = Math.min(MaxResults, maxPage);
  const listed = page(kinesis, "ListStreamConsumers", rest, limit, ({ name }) => name, [stream.id]);
  const nowMs = kinesis.clock.now();
  return { Consumers: listed.items.map((consumer) => consumerOutput(consumer, nowMs)), NextToken: listed.nextToken };
}
