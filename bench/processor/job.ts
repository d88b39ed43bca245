import { text } from "node:stream/consumers";
import type { KinesisEvent } from "../../functions/shared/kinesis-event";

/** What each competitor reads from its standard input, as JSON. */
export interface Job {
  /** Endpoint of DynamoDB. */
  readonly dynamodb: string;
  /** Endpoint of CloudWatch. */
  readonly cloudwatch: string;
  readonly table: string;
  readonly events: readonly KinesisEvent[];
}

/** The last line that each competitor prints. */
export interface Score {
  /** Without start-up. */
  readonly seconds: number;
}

/** A competitor: `prepare` is not timed, the work that it returns is. */
export async function compete(prepare: (job: Job) => Promise<() => Promise<void>>): Promise<void> {
  const work = await prepare(JSON.parse(await text(process.stdin)));
  const startedMs = performance.now();
  await work();
  const score: Score = { seconds: (performance.now() - startedMs) / 1000 };
  process.stdout.write(`${JSON.stringify(score)}\n`);
}
