import type { StreamConsumer } from "../stream";

/** An enhanced fan-out consumer as AWS shows it. */
export interface ConsumerOutput {
  readonly ConsumerName: string;
  readonly ConsumerARN: string;
  readonly ConsumerStatus: "CREATING" | "ACTIVE";
  /** Seconds since the epoch. */
  readonly ConsumerCreationTimestamp: number;
}

/** For a registered consumer, which is ACTIVE as soon as it is looked at. */
export function consumerOutput(consumer: StreamConsumer): ConsumerOutput {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: "ACTIVE",
    ConsumerCreationTimestamp: consumer.createdMs / 1000,
  };
}
