import { registerStreamConsumer } from "../actions/register-stream-consumer";
import { type SubscribeToShardEvent, subscribeToShard } from "../actions/subscribe-to-shard";
import type { Kinesis } from "../kinesis";

/** As SubscribeToShard takes it. */
export interface StartingPosition {
  readonly Type: string;
  readonly SequenceNumber?: string;
  /** Seconds since the epoch. */
  readonly Timestamp?: number;
}

/** A subscription that a test follows: what it was sent, and how it ended. */
export interface Subscriber {
  readonly events: readonly SubscribeToShardEvent[];
  /** Of the records sent so far. */
  readonly texts: readonly string[];
  /** Where to go on: as the last event says, or where it began. */
  readonly next: StartingPosition;
  /** `over` after its time or its shard, an error's code and message when that ended it. */
  readonly state: string;
  /** Hangs up, as a client does. */
  hangUp(): void;
}

/** Registers a consumer of the stream `events`, which is ACTIVE, and returns its ARN. */
export function registered(kinesis: Kinesis, ConsumerName = "reader"): string {
  const StreamARN = kinesis.stream("events").arn;
  return registerStreamConsumer(kinesis, { StreamARN, ConsumerName }).Consumer.ConsumerARN;
}

/** Subscribes and reads each event as soon as there is one. */
export function subscribed(
  kinesis: Kinesis,
  ConsumerARN: string,
  StartingPosition: StartingPosition = { Type: "TRIM_HORIZON" },
  ShardId = "shardId-000000000000",
): Subscriber {
  const stream = subscribeToShard(kinesis, { ConsumerARN, ShardId, StartingPosition });
  const events: SubscribeToShardEvent[] = [];
  let state = "open";
  const follow = async () => {
    for (let event = await stream.next(); event; event = await stream.next()) events.push(event.payload);
  };
  follow().then(
    () => (state = "over"),
    (error: Error) => (state = `${error.name}: ${error.message}`),
  );
  return {
    events,
    get texts() {
      return events.flatMap(({ Records }) => Records.map(({ Data }) => Buffer.from(Data.bytes).toString("utf8")));
    },
    get next() {
      const SequenceNumber = events.at(-1)?.ContinuationSequenceNumber;
      return SequenceNumber === undefined ? StartingPosition : { Type: "AT_SEQUENCE_NUMBER", SequenceNumber };
    },
    get state() {
      return state;
    },
    hangUp: stream.end,
  };
}
