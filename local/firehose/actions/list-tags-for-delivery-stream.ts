import { integer, readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";
import { maxTags, tagKey } from "./tags";

const shape = structure(
  { DeliveryStreamName: deliveryStreamName },
  { ExclusiveStartTagKey: tagKey, Limit: integer({ min: 1, max: maxTags }) },
);

/** A page of tags, by key. */
export interface ListTagsForDeliveryStreamOutput {
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly HasMoreTags: boolean;
}

/** Lists a delivery stream's tags, all unless asked otherwise. */
export function listTagsForDeliveryStream(firehose: Firehose, input: unknown): ListTagsForDeliveryStreamOutput {
  const { DeliveryStreamName, ExclusiveStartTagKey: after = "", Limit = maxTags } = readInput(shape, input);
  const tags = [...firehose.deliveryStream(DeliveryStreamName).tags]
    .filter(([key]) => key > after)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
  return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
}
