import { integer, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ConsumerOutput, consumerOutput } from "./consumer-output";
import { openPage, page } from "./next-token";
import { findStream, nextToken, streamArn } from "./stream-input";

const shape = structure(
  { StreamARN: streamArn },
  { NextToken: nextToken, MaxResults: integer({ min: 1, max: 10_000 }), StreamCreationTimestamp: timestamp },
);

/** A page of consumers, by name. */
export interface ListStreamConsumersOutput {
  readonly Consumers: readonly ConsumerOutput[];
  readonly NextToken?: string;
}

/** Lists a stream's consumers, 100 unless asked otherwise. */
export function listStreamConsumers(kinesis: Kinesis, input: unknown): ListStreamConsumersOutput {
  const { StreamARN, NextToken, MaxResults = 100 } = readInput(shape, input);
  const stream = findStream(kinesis, { StreamARN });
  const after = NextToken === undefined ? "" : openPage(kinesis, "ListStreamConsumers", NextToken).after;
  const rest = [...stream.properties.consumers.values()]
    .filter(({ name }) => name > after)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, nextToken: next } = page(kinesis, "ListStreamConsumers", rest, MaxResults, ({ name }) => name);
  return { Consumers: items.map(consumerOutput), NextToken: next };
}
