import { integer, oneOf, readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName, deliveryStreamTypes } from "./delivery-stream-input";

const shape = structure(
  {},
  {
    Limit: integer({ min: 1, max: 10_000 }),
    DeliveryStreamType: oneOf(deliveryStreamTypes),
    ExclusiveStartDeliveryStreamName: deliveryStreamName,
  },
);

/** A page of delivery streams, by name. */
export interface ListDeliveryStreamsOutput {
  readonly DeliveryStreamNames: readonly string[];
  readonly HasMoreDeliveryStreams: boolean;
}

/** Lists delivery streams, 10 unless asked otherwise. */
export function listDeliveryStreams(firehose: Firehose, input: unknown): ListDeliveryStreamsOutput {
  const { Limit = 10, DeliveryStreamType, ExclusiveStartDeliveryStreamName: after = "" } = readInput(shape, input);
  const names = firehose
    .deliveryStreams()
    .map(({ settings }) => settings)
    .filter(({ name, kind }) => name > after && (DeliveryStreamType ?? kind) === kind)
    .map(({ name }) => name);
  return { DeliveryStreamNames: names.slice(0, Limit), HasMoreDeliveryStreams: names.length > Limit };
}
