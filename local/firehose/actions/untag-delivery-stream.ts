import { readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";
import { tagKeyList } from "./tags";

const shape = structure({ DeliveryStreamName: deliveryStreamName, TagKeys: tagKeyList }, {});

/** Removes tags; a key that no tag has is no error. */
export function untagDeliveryStream(firehose: Firehose, input: unknown): object {
  const { DeliveryStreamName, TagKeys } = readInput(shape, input);
  const { tags } = firehose.deliveryStream(DeliveryStreamName);
  for (const key of TagKeys) tags.delete(key);
  return {};
}
