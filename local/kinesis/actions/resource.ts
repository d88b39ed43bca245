import { AwsError } from "../../aws-error";
import { text } from "../../server/input-shape";
import { parseConsumerArn } from "../consumer-arn";
import type { Kinesis } from "../kinesis";
import type { Stream } from "../stream";
import type { ResourceProperties, StreamConsumer } from "../stream-properties";
import { findConsumer } from "./consumer-input";
import { consumerStatus } from "./consumer-output";
import { findActiveStream, streamId } from "./stream-input";

/** The ARN of a stream or of a consumer. */
export const resourceArn = text({ min: 1, max: 2_048, pattern: "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+" });

/** The optional member of the operations on a `ResourceARN`. */
export const resourceMembers = { StreamId: streamId };

/** A stream or a consumer, as far as both have the same. */
export interface Resource extends ResourceProperties {
  /** What messages call it, such as `stream events`. */
  readonly name: string;
  change(changes: Partial<ResourceProperties>): void;
  /** @throws AwsError `ResourceInUseException` when it is not ACTIVE */
  checkActive(): void;
}

/**
 * Finds what an ARN names.
 * @throws AwsError `ResourceNotFoundException`
 */
export function findResource(kinesis: Kinesis, arn: string): Resource {
  if (!parseConsumerArn(arn)) return streamResource(kinesis, kinesis.stream(arn));
  const { stream, consumer } = findConsumer(kinesis, { ConsumerARN: arn });
  return consumerResource(kinesis, stream, consumer);
}

/** A stream as a resource. */
export function streamResource(kinesis: Kinesis, stream: Stream): Resource {
  return {
    name: `stream ${stream.name}`,
    tags: stream.properties.tags,
    policy: stream.properties.policy,
    change: (changes) => stream.change(changes),
    checkActive: () => void findActiveStream(kinesis, { StreamARN: stream.arn }),
  };
}

function consumerResource(kinesis: Kinesis, stream: Stream, consumer: StreamConsumer): Resource {
  return {
    name: `consumer ${consumer.name}`,
    tags: consumer.tags,
    policy: consumer.policy,
    change(changes) {
      stream.change({ consumers: new Map([...stream.consumers, [consumer.name, { ...consumer, ...changes }]]) });
    },
    checkActive() {
      if (consumerStatus(consumer, kinesis.clock.now()) === "ACTIVE") return;
      throw new AwsError(
        "ResourceInUseException",
        `Consumer ${consumer.name} with creation timestamp ${Math.floor(consumer.createdMs / 1000)} under stream ` +
          `${stream.name} and account ${kinesis.accountId} is not in ACTIVE status.`,
      );
    },
  };
}
