import type { FirehoseEvent } from "../../functions/data-transform/firehose-event";

/** What each competitor reads from its standard input, as JSON. */
export interface Job {
  readonly events: readonly FirehoseEvent[];
  /** How often it goes through them. */
  readonly passes: number;
}

/** The last line that each competitor prints. */
export interface Score {
  /** CPU time of its process, all threads, without start-up. */
  readonly cpuSeconds: number;
}
