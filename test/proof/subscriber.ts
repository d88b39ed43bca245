import { type KinesisClient, ListShardsCommand, SubscribeToShardCommand } from "@aws-sdk/client-kinesis";
import { unlessRefused } from "../unless-refused";

/** An application of its own that reads a stream through an enhanced fan-out consumer. */
export class Subscriber {
  readonly #kinesis: KinesisClient;
  readonly #stream: { readonly StreamName: string; readonly ConsumerARN: string };
  /** By shard, where it goes on; undefined at the tip. */
  readonly #positions = new Map<string, string | undefined>();
  readonly #subscribed = new Set<string>();
  #failure: unknown;

  constructor(kinesis: KinesisClient, stream: { readonly StreamName: string; readonly ConsumerARN: string }) {
    this.#kinesis = kinesis;
    this.#stream = stream;
  }

  /** Subscribes again where a subscription is over, as it is after five minutes. @throws what ended one otherwise */
  async goOn(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#positions.size === 0) {
      const { StreamName } = this.#stream;
      const { Shards = [] } = await this.#kinesis.send(new ListShardsCommand({ StreamName }));
      for (const { ShardId = "" } of Shards) this.#positions.set(ShardId, undefined);
    }
    const missing = [...this.#positions.keys()].filter((shard) => !this.#subscribed.has(shard));
    for (const shard of missing) void this.#follow(shard);
  }

  async #follow(ShardId: string): Promise<void> {
    const { ConsumerARN } = this.#stream;
    const SequenceNumber = this.#positions.get(ShardId);
    const StartingPosition =
      SequenceNumber === undefined
        ? { Type: "LATEST" as const }
        : { Type: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber };
    this.#subscribed.add(ShardId);
    try {
      // Refused within five seconds of the last: it is made again.
      await unlessRefused(this.#read({ ConsumerARN, ShardId, StartingPosition }));
    } catch (error) {
      this.#failure ??= error;
    }
    this.#subscribed.delete(ShardId);
  }

  async #read(input: ConstructorParameters<typeof SubscribeToShardCommand>[0]): Promise<void> {
    const { EventStream = [] } = await this.#kinesis.send(new SubscribeToShardCommand(input));
    for await (const { SubscribeToShardEvent: event } of EventStream) {
      if (event?.ContinuationSequenceNumber) this.#positions.set(input.ShardId ?? "", event.ContinuationSequenceNumber);
    }
  }
}
