import { readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { deliveryStreamName } from "./delivery-stream-input";
import { checkEncryptable } from "./encryption";

const shape = structure({ DeliveryStreamName: deliveryStreamName }, {});

/** Turns encryption off, at once. @throws AwsError `InvalidArgumentException` for what a Kinesis stream feeds */
export function stopDeliveryStreamEncryption(firehose: Firehose, input: unknown): object {
  const stream = firehose.deliveryStream(readInput(shape, input).DeliveryStreamName);
  checkEncryptable(stream.source.kind);
  stream.encryption = undefined;
  return {};
}
