import { readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { consumerMembers, findConsumer } from "./consumer-input";

const shape = structure({}, consumerMembers);

/** Ends a consumer: by its ARN, or by its stream's ARN and its name. It reads no more, and is gone after DELETING. */
export function deregisterStreamConsumer(kinesis: Kinesis, input: unknown): void {
  const { stream, consumer } = findConsumer(kinesis, readInput(shape, input));
  const goneAtMs = consumer.goneAtMs ?? kinesis.clock.now() + kinesis.transitionMs;
  stream.change({ consumers: new Map([...stream.consumers, [consumer.name, { ...consumer, goneAtMs }]]) });
}
