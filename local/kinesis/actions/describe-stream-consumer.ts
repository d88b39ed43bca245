import { AwsError } from "../../aws-error";
import { readInput, structure, text } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ConsumerOutput, consumerOutput } from "./consumer-output";
import { consumerName, streamArn } from "./stream-input";

const consumerArnPattern =
  "(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+";

const shape = structure(
  {},
  {
    StreamARN: streamArn,
    ConsumerName: consumerName,
    ConsumerARN: text({ min: 1, max: 2_048, pattern: consumerArnPattern }),
  },
);

/** A consumer and its stream. */
export interface DescribeStreamConsumerOutput {
  readonly ConsumerDescription: ConsumerOutput & { readonly StreamARN: string };
}

/** Describes a consumer: by its ARN, or by its stream's ARN and its name. */
export function describeStreamConsumer(kinesis: Kinesis, input: unknown): DescribeStreamConsumerOutput {
  const { StreamARN, ConsumerName, ConsumerARN } = readInput(shape, input);
  const [arnOfStream = StreamARN, nameAndTime] = ConsumerARN?.split("/consumer/") ?? [];
  const name = nameAndTime?.split(":")[0] ?? ConsumerName;
  if (arnOfStream === undefined || name === undefined) {
    const message = "Either ConsumerARN, or both StreamARN and ConsumerName must be provided.";
    throw new AwsError("InvalidArgumentException", message);
  }
  const stream = kinesis.stream(arnOfStream);
  const consumer = stream.properties.consumers.get(name);
  if (!consumer || (ConsumerARN !== undefined && consumer.arn !== ConsumerARN)) {
    const message = `Consumer ${ConsumerARN ?? name}, account ${kinesis.accountId} not found.`;
    throw new AwsError("ResourceNotFoundException", message);
  }
  return { ConsumerDescription: { ...consumerOutput(consumer), StreamARN: stream.arn } };
}
