import fc from "fast-check";
import type { VirtualClock } from "../../clock";
import type { Kinesis } from "../kinesis";
import { kinesisWith, mergeLowest, putTexts, readAll, splitInHalf } from "../kinesis-fixture";
import { registered, type Subscriber, subscribed } from "./subscriber-fixture";

const interruption = (kind: "hangUp" | "takeOver") =>
  fc.record({
    kind: fc.constant(kind),
    position: fc.nat(5),
    Type: fc.constantFrom("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"),
  });
const put = fc.record({ kind: fc.constant("put" as const), keys: fc.array(fc.nat(9), { minLength: 1 }) });
const wait = fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 5_000, 300_000) });
const step = fc.oneof(
  { weight: 4, arbitrary: put },
  { weight: 3, arbitrary: wait },
  interruption("hangUp"),
  interruption("takeOver"),
  fc.record({ kind: fc.constant("split" as const), position: fc.nat(3) }),
  fc.constant({ kind: "merge" } as const),
);

/** What a consumer has of one shard. */
interface Reading {
  subscriber: Subscriber;
  subscribedMs: number;
  /** What subscriptions before the present one sent. */
  readonly earlier: string[];
}

/** A consumer that follows a stream from its first shards to their children, as client libraries do. */
class Follower {
  readonly #readings = new Map<string, Reading>();
  readonly #arn: string;

  constructor(
    private readonly kinesis: Kinesis,
    private readonly clock: VirtualClock,
    shardIds: readonly string[],
  ) {
    this.#arn = registered(kinesis);
    for (const shardId of shardIds) this.#begin(shardId);
  }

  get shardIds(): string[] {
    return [...this.#readings.keys()];
  }

  textsOf(shardId: string): readonly string[] {
    const reading = this.#readings.get(shardId);
    return reading ? [...reading.earlier, ...reading.subscriber.texts] : [];
  }

  hangUp(shardId: string): void {
    this.#readings.get(shardId)?.subscriber.hangUp();
  }

  /** Subscribes behind what was sent, if AWS lets it already: what is still open is taken over. */
  resume(shardId: string, Type: string): void {
    const reading = this.#readings.get(shardId);
    if (!reading || this.#isRead(shardId) || this.clock.now() - reading.subscribedMs < 5_000) return;
    const { next, texts } = reading.subscriber;
    reading.earlier.push(...texts);
    const start = next.SequenceNumber === undefined ? next : { ...next, Type };
    reading.subscriber = subscribed(this.kinesis, this.#arn, start, shardId);
    reading.subscribedMs = this.clock.now();
  }

  /** Subscribes again where a subscription is over, and to the children of shards that were read to their ends. */
  goOn(): void {
    for (const [shardId, { subscriber }] of [...this.#readings]) {
      if (subscriber.state === "open") continue;
      this.resume(shardId, "AT_SEQUENCE_NUMBER");
      for (const { ShardId, ParentShards } of subscriber.events.at(-1)?.ChildShards ?? []) {
        const isNext = ParentShards.every((parent) => this.#isRead(parent));
        if (isNext && !this.#readings.has(ShardId)) this.#begin(ShardId);
      }
    }
  }

  #begin(shardId: string): void {
    const subscriber = subscribed(this.kinesis, this.#arn, { Type: "TRIM_HORIZON" }, shardId);
    this.#readings.set(shardId, { subscriber, subscribedMs: this.clock.now(), earlier: [] });
  }

  #isRead(shardId: string): boolean {
    return this.#readings.get(shardId)?.subscriber.events.at(-1)?.ChildShards !== undefined;
  }
}

describe("enhanced fan-out", () => {
  it("sends each record of each shard once and in order, through reshards, hang-ups, takeovers and time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { kinesis, clock, stream } = kinesisWith({ shards: 2 }, { limits: false });
        const shardIds = stream.shards().map(({ shardId }) => shardId);
        const follower = new Follower(kinesis, clock, shardIds);
        let sent = 0;
        for (const todo of steps) {
          if (todo.kind === "put") for (const key of todo.keys) putTexts(kinesis, [String(sent++)], `key-${key}`);
          else if (todo.kind === "split") splitInHalf(kinesis, stream, todo.position);
          else if (todo.kind === "merge") mergeLowest(kinesis, stream);
          else if (todo.kind === "wait") await clock.advance(todo.ms);
          else {
            const shardId = follower.shardIds[todo.position % follower.shardIds.length] ?? "";
            if (todo.kind === "hangUp") follower.hangUp(shardId);
            // A client knows where to go on from what it has; let it have all that was sent.
            await clock.advance(0);
            follower.resume(shardId, todo.Type);
          }
          await clock.advance(0);
          follower.goOn();
        }
        // A shard takes the wait of a reconnect and is followed by its children: no chain is longer than the steps.
        for (let generation = 0; generation <= steps.length; generation++) {
          await clock.advance(5_000);
          follower.goOn();
        }
        await clock.advance(0);
        for (const { shard, records } of readAll(stream)) {
          const texts = records.map(({ data }) => Buffer.from(data, "base64").toString("utf8"));
          expect([shard.shardId, follower.textsOf(shard.shardId)]).toEqual([shard.shardId, texts]);
        }
      }),
    );
  });
});
