import type { KinesisClient } from "@aws-sdk/client-kinesis";
import { until } from "../until";
import { closer } from "./closing-event";
import { type Aggregate, lineOf } from "./expected-aggregates";
import { StreamReader } from "./stream-reader";

/** A result, as it stands in the job's output stream. */
type OutputRecord = Aggregate & { readonly aggregate_id: string };

/** An event that no window took, as it stands in the job's stream of rejects. */
export interface RejectedEvent {
  readonly reason: string;
  readonly event_id: string | null;
  readonly window_end: string | null;
  /** The event's text. */
  readonly record: string;
}

/** What a job has written of other users than the closer, with what came again in the place of what was there. */
export class JobRecords {
  readonly #output: StreamReader;
  readonly #rejects: StreamReader;
  readonly #aggregates = new Map<string, OutputRecord>();
  readonly #rejected = new Map<string, RejectedEvent>();
  #repeats = 0;

  constructor(client: KinesisClient, streams: { readonly output: string; readonly rejects: string }) {
    this.#output = new StreamReader(client, streams.output);
    this.#rejects = new StreamReader(client, streams.rejects);
  }

  /** The lines of the results, sorted. */
  aggregates(): string[] {
    return [...this.#aggregates.values()].map(lineOf).sort();
  }

  /** The events that no window took. Each event's text is its own. */
  rejected(): RejectedEvent[] {
    return [...this.#rejected.values()];
  }

  /** How many events are in the results. */
  counted(): number {
    return [...this.#aggregates.values()].reduce((sum, { event_count }) => sum + event_count, 0);
  }

  /** How many results came again. */
  repeats(): number {
    return this.#repeats;
  }

  /** Waits until so many events are counted or rejected. */
  async accountFor(events: number): Promise<void> {
    await until(async () => {
      await this.#read();
      return this.counted() + this.#rejected.size >= events;
    });
  }

  async #read(): Promise<void> {
    for (const text of await this.#output.read()) {
      const record = JSON.parse(text) as OutputRecord;
      if (record.user_id === closer) continue;
      if (this.#aggregates.has(record.aggregate_id)) this.#repeats += 1;
      this.#aggregates.set(record.aggregate_id, record);
    }
    for (const text of await this.#rejects.read()) {
      const rejected = JSON.parse(text) as RejectedEvent;
      this.#rejected.set(rejected.record, rejected);
    }
  }
}
