import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";
import { maxTags, tagList } from "./tags";

const shape = structure({ DeliveryStreamName: deliveryStreamName, Tags: tagList }, {});

/** Adds or replaces tags. @throws AwsError `LimitExceededException` beyond 50 */
export function tagDeliveryStream(firehose: Firehose, input: unknown): object {
  const { DeliveryStreamName, Tags } = readInput(shape, input);
  const { tags } = firehose.deliveryStream(DeliveryStreamName);
  if (new Set([...tags.keys(), ...Tags.map(({ Key }) => Key)]).size > maxTags) {
    throw new AwsError(
      "LimitExceededException",
      `Firehose ${DeliveryStreamName} under account ${firehose.accountId} cannot have more than ${maxTags} tags.`,
    );
  }
  for (const { Key, Value = "" } of Tags) tags.set(Key, Value);
  return {};
}
