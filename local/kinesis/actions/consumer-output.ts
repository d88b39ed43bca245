import { Timestamp } from "../../server/timestamp";
import type { StreamConsumer } from "../stream-properties";

/** An enhanced fan-out consumer as AWS shows it. */
export interface ConsumerOutput {
  readonly ConsumerName: string;
  readonly ConsumerARN: string;
  readonly ConsumerStatus: "CREATING" | "ACTIVE";
  readonly ConsumerCreationTimestamp: Timestamp;
}

/** For a registered consumer, which is ACTIVE as soon as it is looked at. */
export function consumerOutput(consumer: StreamConsumer): ConsumerOutput {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: "ACTIVE",
    ConsumerCreationTimestamp: new Timestamp(consumer.createdMs),
  };
}
