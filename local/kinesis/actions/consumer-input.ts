import { AwsError } from "../../aws-error";
import { text } from "../../server/input-shape";
import { parseConsumerArn } from "../consumer-arn";
import type { Kinesis } from "../kinesis";
import type { Stream } from "../stream";
import type { StreamConsumer } from "../stream-properties";
import { consumerName, streamArn, streamId } from "./stream-input";

/** A consumer's ARN. */
export const consumerArn = text({
  min: 1,
  max: 2_048,
  pattern: "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
});

/** The members by which operations name a consumer. */
export const consumerMembers = {
  StreamARN: streamArn,
  ConsumerName: consumerName,
  ConsumerARN: consumerArn,
  StreamId: streamId,
};

/** How a consumer is named: by its ARN, or by its stream's ARN and its own name, or by all three. */
export interface NamedConsumer {
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
  readonly ConsumerARN?: string;
}

/**
 * Finds a consumer and its stream.
 * @throws AwsError `ResourceNotFoundException`, or `InvalidArgumentException` where none, or two, are named
 */
export function findConsumer(kinesis: Kinesis, input: NamedConsumer): { stream: Stream; consumer: StreamConsumer } {
  const { StreamARN, ConsumerName, ConsumerARN } = input;
  const parsed = ConsumerARN === undefined ? undefined : parseConsumerArn(ConsumerARN);
  const { streamArn: arnOfStream, name } = parsed ?? { streamArn: StreamARN, name: ConsumerName };
  if (arnOfStream === undefined || name === undefined) {
    // AWS's own spelling.
    const message = "Both streamARN and consumer name must be provided if consumerARN is not provied.";
    throw new AwsError("InvalidArgumentException", message);
  }
  if ((StreamARN ?? arnOfStream) !== arnOfStream || (ConsumerName ?? name) !== name) {
    const message = `ConsumerARN ${ConsumerARN} does not match the StreamARN and ConsumerName of the request.`;
    throw new AwsError("InvalidArgumentException", message);
  }
  const stream = kinesis.stream(arnOfStream);
  const consumer = stream.consumers.get(name);
  if (consumer && (ConsumerARN ?? consumer.arn) === consumer.arn) return { stream, consumer };
  const message = `Consumer ${ConsumerARN ?? name}, account ${kinesis.accountId} not found.`;
  throw new AwsError("ResourceNotFoundException", message);
}
