import { Timestamp } from "../../server/timestamp";
import type { StreamConsumer } from "../stream-properties";

/** An enhanced fan-out consumer as AWS shows it. */
export interface ConsumerOutput {
  readonly ConsumerName: string;
  readonly ConsumerARN: string;
  readonly ConsumerStatus: "CREATING" | "ACTIVE" | "DELETING";
  readonly ConsumerCreationTimestamp: Timestamp;
}

/** What AWS shows of a consumer at a moment, milliseconds since the epoch. */
export function consumerOutput(consumer: StreamConsumer, nowMs: number): ConsumerOutput {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: consumerStatus(consumer, nowMs),
    ConsumerCreationTimestamp: new Timestamp(consumer.createdMs),
  };
}

/** A consumer reads only while it is ACTIVE. */
export function consumerStatus(
  { activeAtMs, goneAtMs }: StreamConsumer,
  nowMs: number,
): ConsumerOutput["ConsumerStatus"] {
  if (goneAtMs !== undefined) return "DELETING";
  return nowMs < activeAtMs ? "CREATING" : "ACTIVE";
}
