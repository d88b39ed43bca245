import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { consumerMembers, findConsumer } from "./consumer-input";
import { type ConsumerOutput, consumerOutput } from "./consumer-output";

const shape = structure({}, consumerMembers);

/** A consumer and its stream. */
export interface DescribeStreamConsumerOutput {
  readonly ConsumerDescription: ConsumerOutput & { readonly StreamARN: string };
}

/** Describes a consumer: by its ARN, or by its stream's ARN and its name. */
export function describeStreamConsumer(kinesis: Kinesis, input: unknown): DescribeStreamConsumerOutput {
  const { stream, consumer } = findConsumer(kinesis, readInput(shape, input));
  return { ConsumerDescription: { ...consumerOutput(consumer, kinesis.clock.now()), StreamARN: stream.arn } };
}
