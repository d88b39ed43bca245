import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ConsumerOutput, consumerOutput } from "./consumer-output";
import { consumerName, findActiveStream, streamArn } from "./stream-input";

/** Of one stream (50 in On-demand Advantage, which is not here). */
const maxConsumers = 20;

const shape = structure({ StreamARN: streamArn, ConsumerName: consumerName }, {});

/** Registers an enhanced fan-out consumer. AWS answers CREATING, and only the next look says ACTIVE. */
export function registerStreamConsumer(kinesis: Kinesis, input: unknown): { readonly Consumer: ConsumerOutput } {
  const { StreamARN, ConsumerName: name } = readInput(shape, input);
  const stream = findActiveStream(kinesis, { StreamARN });
  const { consumers } = stream.properties;
  if (consumers.has(name)) {
    const message = `Consumer ${name} under stream ${stream.arn} already exists for account ${kinesis.accountId}.`;
    throw new AwsError("ResourceInUseException", message);
  }
  if (consumers.size >= maxConsumers) {
    const message = `Stream ${stream.name} under account ${kinesis.accountId} already has ${maxConsumers} consumers.`;
    throw new AwsError("LimitExceededException", message);
  }
  const createdMs = kinesis.clock.now();
  const arn = `${stream.arn}/consumer/${name}:${Math.floor(createdMs / 1000)}`;
  const consumer = { name, arn, createdMs };
  stream.change({ consumers: new Map([...consumers, [name, consumer]]) });
  return { Consumer: { ...consumerOutput(consumer), ConsumerStatus: "CREATING" } };
}
