import { AwsError } from "../aws-error";
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
      await makeDeliveryStream(address, () => createDeliveryStream(firehose, createDeliveryStreamInput(settings)));
      const secret = unfetchedSecret(settings);
      if (secret) notice(`${address}: the secret ${secret} is not fetched here: its destination is reached without it`);
    },
  ),
};

/** AWS's refusals do not say which resource they are about. */
async function makeDeliveryStream(address: string, make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new Error(`${address} can't be made: ${cause.code}: ${cause.message}`, { cause });
  }
}
