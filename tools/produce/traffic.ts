import type { KinesisClient } from "@aws-sdk/client-kinesis";
import { atRate } from "./pace";
import { type OutgoingRecord, type RecordError, type SendReport, send } from "./sender";
import { shopEvents } from "./shop";
import { machineTime, type Time } from "./time";

/** A generated event on its way. */
export interface ShopRecord extends OutgoingRecord {
  readonly eventId: string;
}

/** How much to send, where, and whom to tell. */
export interface TrafficOptions {
  /** Made with `clientSettings`. */
  readonly client: KinesisClient;
  /** The stream's name, or its ARN. */
  readonly streamName: string;
  /** Names the run in its event ids, `<run>-<number>`; unique for each run into one table. */
  readonly run: string;
  /** The same seed gives the same visitors doing the same things. */
  readonly seed: number;
  /** Events a second, kept by absolute time; `Infinity` (with `eventCount`) sends as fast as the stream takes them. */
  readonly ratePerSecond: number;
  /** Ends after so long (default: when `signal` aborts). */
  readonly durationSeconds?: number;
  /** Ends after so many events (default: no end). */
  readonly eventCount?: number;
  /** PutRecords calls in flight at once (default 4). */
  readonly workers?: number;
  /** How long after its first call a record is resent before it is given up (default 60 s). */
  readonly giveUpAfterMs?: number;
  /** Ends the traffic; what was made until then is still sent. */
  readonly signal?: AbortSignal;
  /** Called once for each event that the stream took. */
  readonly onAcknowledged?: (record: ShopRecord, shardId: string) => void;
  /** Called once for each event that was given up. */
  readonly onFailed?: (record: ShopRecord, error: RecordError) => void;
  /** @default the machine's own */
  readonly time?: Time;
}

/** Sends a web shop's generated events; resolves when they have ended and each was acknowledged or given up. */
export function produceTraffic(options: TrafficOptions): Promise<SendReport> {
  const { client, streamName, workers = 4, giveUpAfterMs = 60_000, time = machineTime } = options;
  return send({
    client,
    streamName,
    records: (signal) =>
      atRate(shopRecords(options, time), options.ratePerSecond, { time, signal }, options.durationSeconds),
    workers,
    keepOrder: false,
    giveUpAfterMs,
    time,
    random: Math.random,
    signal: options.signal,
    onAcknowledged: options.onAcknowledged,
    onFailed: options.onFailed,
  });
}

function* shopRecords(
  { run, seed, eventCount = Number.POSITIVE_INFINITY }: TrafficOptions,
  time: Time,
): Generator<ShopRecord> {
  let made = 0;
  if (eventCount === 0) return;
  for (const event of shopEvents({ run, seed, now: () => time.now() })) {
    yield { partitionKey: event.user_id, data: Buffer.from(JSON.stringify(event)), eventId: event.event_id };
    if (++made >= eventCount) return;
  }
}
