import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import { output } from "./aggregates-job";

/** A window of one user and type, and when it arrived. */
export interface Window {
  readonly startMs: number;
  readonly events: number;
  readonly arrivedMs: number;
}

/** Reads windows as they come. */
export class WindowReader {
  #iterator: string | undefined;

  constructor(private readonly client: KinesisClient) {}

  /** What has come since the last call. */
  async read(): Promise<Window[]> {
    this.#iterator ??= await this.#start();
    const { Records = [], NextShardIterator } = await this.client.send(
      new GetRecordsCommand({ ShardIterator: this.#iterator }),
    );
    this.#iterator = NextShardIterator;
    return Records.map(({ Data, ApproximateArrivalTimestamp }) => {
      const { window_start, event_count } = JSON.parse(Buffer.from(Data ?? []).toString());
      return {
        startMs: Date.parse(window_start),
        events: event_count,
        arrivedMs: ApproximateArrivalTimestamp?.getTime() ?? 0,
      };
    });
  }

  async #start(): Promise<string | undefined> {
    const where = { StreamName: output, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" } as const;
    return (await this.client.send(new GetShardIteratorCommand(where))).ShardIterator;
  }
}
