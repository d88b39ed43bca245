import { createDeliveryStream } from "../firehose/actions/create-delivery-stream";
import {
  createDeliveryStreamInput,
  deliveryStreamResource,
  unfetchedSecret,
} from "../firehose/terraform/delivery-stream-resource";
import { type Kinds, kind } from "./kind";

/** What is made of Firehose's resources. */
export const firehoseKinds: Kinds = {
  aws_kinesis_firehose_delivery_stream: kind(
    deliveryStreamResource,
    [],
    async (settings, { address }, { firehose, notice }) => {
      await createDeliveryStream(firehose, createDeliveryStreamInput(settings));
      const secret = unfetchedSecret(settings);
      if (secret) notice(`${address}: the secret ${secret} is not fetched here: its destination is reached without it`);
    },
  ),
};
