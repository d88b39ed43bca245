import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from "@aws-sdk/client-kinesis";

/** Reads the shards that a stream has at first, from their beginning on. */
export class StreamReader {
  #iterators: (string | undefined)[] | undefined;

  constructor(
    private readonly client: KinesisClient,
    private readonly streamName: string,
  ) {}

  /** The text of each record that came since the last call. */
  async read(): Promise<string[]> {
    const texts: string[] = [];
    this.#iterators ??= await this.#beginnings();
    for (const [index, first] of this.#iterators.entries()) {
      for (let iterator = first; ; ) {
        const { Records = [], NextShardIterator } = await this.client.send(
          new GetRecordsCommand({ ShardIterator: iterator }),
        );
        texts.push(...Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString()));
        iterator = NextShardIterator;
        this.#iterators[index] = iterator;
        if (Records.length === 0) break;
      }
    }
    return texts;
  }

  async #beginnings(): Promise<(string | undefined)[]> {
    const StreamName = this.streamName;
    const { Shards = [] } = await this.client.send(new ListShardsCommand({ StreamName }));
    const iterators = Shards.map(({ ShardId }) =>
      this.client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" })),
    );
    return (await Promise.all(iterators)).map(({ ShardIterator }) => ShardIterator);
  }
}
