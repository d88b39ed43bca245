import { types } from "node:util";
import { type KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from "@aws-sdk/client-kinesis";
import { codeOf, isRecoverable, isUnreachable, isUnreadable } from "./call-errors";
import type { Time } from "./time";

/** PutRecords takes so many records and, with their keys, so many bytes. */
const maxBatchRecords = 500;
const maxBatchBytes = 10 * 1024 * 1024;
/** A record's data and partition key, unless the stream was told to take larger ones. */
const maxRecordBytes = 1024 * 1024;
const maxPartitionKeyLength = 256;

/** How long a record may wait for others to fill its batch. */
const lingerMs = 50;
const backoffBaseMs = 100;
const backoffCapMs = 5_000;

/**
 * How a client is made that sends well: resending is the sender's, record by record, and concurrent calls share one
 * HTTP/2 connection (by its defaults this client opens a connection for each).
 */
export const clientSettings = {
  maxAttempts: 1,
  requestHandler: {
    disableConcurrentStreams: false,
    requestTimeout: 30_000,
    // Megabytes, Node's default being 10: a few calls of 10 MiB in base64 would be refused by our own end.
    nodeHttp2ConnectOptions: { maxSessionMemory: 2_000 },
  },
} as const;

/** What goes into the stream. */
export interface OutgoingRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Why the stream did not take a record: AWS's code and wording, or the network's. */
export interface RecordError {
  readonly code: string;
  readonly message: string;
}

/** What to send, where, and whom to tell. */
export interface SendOptions<R extends OutgoingRecord> {
  /** Made with {@link clientSettings}. */
  readonly client: KinesisClient;
  /** The stream's name, or its ARN: AWS then refuses credentials of another account. */
  readonly streamName: string;
  /** Makes the records; it should end when the signal aborts. Read no faster than the stream takes them. */
  readonly records: (signal: AbortSignal) => AsyncIterable<R>;
  /** PutRecords calls in flight at once. */
  readonly workers: number;
  /**
   * Keeps the records of a partition key in order whatever fails: only one of a key is under way at a time, because
   * one call may refuse a record and take a later one. Without it a resent record may be overtaken.
   */
  readonly keepOrder: boolean;
  /** How long after its first call a record is resent before it is given up. */
  readonly giveUpAfterMs: number;
  readonly time: Time;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  /** Stops reading `records` when it aborts; what was read is still sent. */
  readonly signal?: AbortSignal;
  /** Called once for each record that the stream took. */
  readonly onAcknowledged?: (record: R, shardId: string) => void;
  /** Called once for each record that was given up; those of one key in their order if `keepOrder`. */
  readonly onFailed?: (record: R, error: RecordError) => void;
  /** Called for each record that no stream would take. */
  readonly onRefused?: (record: R, reason: string) => void;
}

/** What became of the records. */
export interface SendReport {
  readonly acknowledged: number;
  readonly failed: number;
  readonly refused: number;
  /** Records sent again, once for each time. */
  readonly resent: number;
  /** PutRecords calls. */
  readonly calls: number;
  /** Records acknowledged by each shard, by shard id. */
  readonly shards: ReadonlyMap<string, number>;
  /** What ended the sending before its time: an answer that resending can't mend, or an error of `records`. */
  readonly stoppedBy?: Error;
}

/**
 * Sends records with PutRecords until they end: full batches, several calls in flight, and exactly those records
 * resent that were not taken, after a backoff with full jitter. Each record read is acknowledged, given up or refused,
 * once. Memory is bounded by `workers` × 10 MiB and one batch more.
 *
 * A call whose answer was lost is resent whole, so that the stream may hold a record twice: delivery is at least once.
 */
export function send<R extends OutgoingRecord>(options: SendOptions<R>): Promise<SendReport> {
  return new Sending(options).run();
}

/** A record on its way. */
interface Pending<R> {
  readonly record: R;
  readonly bytes: number;
  attempts: number;
  firstSentMs: number;
}

class Sending<R extends OutgoingRecord> {
  readonly #options: SendOptions<R>;
  readonly #stream: { readonly StreamName: string } | { readonly StreamARN: string };
  readonly #maxUnresolved: number;
  readonly #maxUnresolvedBytes: number;
  /** Records that may be sent now; with `keepOrder`, one a key at most. */
  readonly #ready: Pending<R>[] = [];
  /** With `keepOrder`: for each key that is under way, its later records. */
  readonly #held = new Map<string, Pending<R>[]>();
  readonly #shards = new Map<string, number>();
  readonly #stop = new AbortController();
  #stoppedBy: Error | undefined;
  #unresolved = 0;
  #unresolvedBytes = 0;
  #inFlight = 0;
  #sourceEnded = false;
  #reached = false;
  #lingering = false;
  #lingered = false;
  #wake: (() => void) | undefined;
  #callbackError: { readonly thrown: unknown } | undefined;
  #acknowledged = 0;
  #failed = 0;
  #refused = 0;
  #resent = 0;
  #calls = 0;

  constructor(options: SendOptions<R>) {
    const { streamName } = options;
    this.#options = options;
    this.#stream = streamName.startsWith("arn:") ? { StreamARN: streamName } : { StreamName: streamName };
    this.#maxUnresolved = (options.workers + 1) * maxBatchRecords;
    this.#maxUnresolvedBytes = (options.workers + 1) * maxBatchBytes;
  }

  async run(): Promise<SendReport> {
    try {
      await this.#readAll();
    } catch (error) {
      // What was read before the source broke is still sent.
      this.#stoppedBy ??= toError(error);
    }
    this.#sourceEnded = true;
    this.#dispatch();
    while (this.#unresolved > 0) await this.#change();
    return {
      acknowledged: this.#acknowledged,
      failed: this.#failed,
      refused: this.#refused,
      resent: this.#resent,
      calls: this.#calls,
      shards: this.#shards,
      stoppedBy: this.#stoppedBy,
    };
  }

  async #readAll(): Promise<void> {
    const { records, signal } = this.#options;
    const end = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    for await (const record of records(end)) {
      this.#accept(record);
      while (this.#isFull()) await this.#change();
      if (end.aborted) return;
    }
  }

  #accept(record: R): void {
    const bytes = record.data.byteLength + Buffer.byteLength(record.partitionKey);
    const reason = refusal(record, bytes);
    if (reason !== undefined) {
      this.#refused++;
      this.#options.onRefused?.(record, reason);
      return;
    }
    const pending = { record, bytes, attempts: 0, firstSentMs: 0 };
    this.#unresolved++;
    this.#unresolvedBytes += bytes;
    const held = this.#options.keepOrder ? this.#held.get(record.partitionKey) : undefined;
    if (held) {
      held.push(pending);
    } else {
      if (this.#options.keepOrder) this.#held.set(record.partitionKey, []);
      this.#ready.push(pending);
    }
    this.#dispatch();
  }

  #isFull(): boolean {
    return this.#unresolved >= this.#maxUnresolved || this.#unresolvedBytes >= this.#maxUnresolvedBytes;
  }

  /** Resolves when a record was resolved: acknowledged or given up. Rejects when a callback of the caller threw. */
  async #change(): Promise<void> {
    if (!this.#callbackError) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#callbackError) throw this.#callbackError.thrown;
  }

  /** Lets a task run beside the others; only a callback of the caller can make it fail. */
  #start(task: Promise<void>): void {
    task.catch((thrown: unknown) => {
      this.#callbackError ??= { thrown };
      this.#stop.abort();
      this.#wake?.();
    });
  }

  /** Starts calls while there is a worker free and a batch that is worth sending: full, or as full as it will get. */
  #dispatch(): void {
    if (this.#stop.signal.aborted) this.#failReady();
    while (this.#ready.length > 0 && this.#inFlight < this.#options.workers) {
      const waits = this.#ready.length < maxBatchRecords && !this.#sourceEnded && !this.#isFull() && !this.#lingered;
      if (waits) {
        this.#start(this.#linger());
        return;
      }
      this.#lingered = false;
      this.#start(this.#call(this.#takeBatch()));
    }
  }

  async #linger(): Promise<void> {
    if (this.#lingering) return;
    this.#lingering = true;
    await this.#options.time.sleep(lingerMs, this.#stop.signal);
    this.#lingering = false;
    this.#lingered = true;
    this.#dispatch();
  }

  #takeBatch(): Pending<R>[] {
    let count = 0;
    let bytes = 0;
    for (const pending of this.#ready) {
      bytes += pending.bytes;
      if (count === maxBatchRecords || bytes > maxBatchBytes) break;
      count++;
    }
    return this.#ready.splice(0, count);
  }

  async #call(batch: Pending<R>[]): Promise<void> {
    this.#inFlight++;
    this.#calls++;
    const nowMs = this.#options.time.now();
    for (const pending of batch) {
      if (pending.attempts++ === 0) pending.firstSentMs = nowMs;
      else this.#resent++;
    }
    const refused = await this.#put(batch);
    this.#inFlight--;
    if (refused.length > 0) await this.#retry(refused);
    this.#dispatch();
  }

  /** One PutRecords call; acknowledges what the stream took and answers what it did not. */
  async #put(batch: readonly Pending<R>[]): Promise<Refused<R>[]> {
    const Records = batch.map(({ record }) => ({ Data: record.data, PartitionKey: record.partitionKey }));
    let results: PutRecordsResultEntry[] | undefined;
    try {
      ({ Records: results } = await this.#options.client.send(new PutRecordsCommand({ ...this.#stream, Records })));
    } catch (thrown) {
      return this.#refuseAll(batch, toError(thrown));
    }
    this.#reached = true;
    const refused: Refused<R>[] = [];
    for (const [index, pending] of batch.entries()) {
      const result = results?.[index];
      if (result?.ShardId !== undefined && result.ErrorCode === undefined) this.#acknowledge(pending, result.ShardId);
      else refused.push({ pending, error: errorOf(result) });
    }
    return refused;
  }

  #refuseAll(batch: readonly Pending<R>[], cause: Error): Refused<R>[] {
    const neverThere = !this.#reached && (isUnreachable(cause) || isUnreadable(cause));
    if (neverThere || !isRecoverable(cause)) this.#halt(cause);
    const error = { code: codeOf(cause), message: cause.message };
    return batch.map((pending) => ({ pending, error }));
  }

  async #retry(refused: readonly Refused<R>[]): Promise<void> {
    const { time, random, giveUpAfterMs } = this.#options;
    const again: Pending<R>[] = [];
    for (const each of refused) {
      if (time.now() - each.pending.firstSentMs >= giveUpAfterMs) this.#fail(each);
      else again.push(each.pending);
    }
    if (again.length === 0) return;
    const attempts = Math.max(...again.map((pending) => pending.attempts));
    await time.sleep(random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** (attempts - 1)), this.#stop.signal);
    this.#ready.unshift(...again);
  }

  #acknowledge(pending: Pending<R>, shardId: string): void {
    this.#acknowledged++;
    this.#shards.set(shardId, (this.#shards.get(shardId) ?? 0) + 1);
    this.#options.onAcknowledged?.(pending.record, shardId);
    this.#resolve(pending);
  }

  #fail({ pending, error }: Refused<R>): void {
    this.#failed++;
    this.#options.onFailed?.(pending.record, error);
    this.#resolve(pending);
  }

  #resolve(pending: Pending<R>): void {
    this.#unresolved--;
    this.#unresolvedBytes -= pending.bytes;
    const held = this.#held.get(pending.record.partitionKey);
    const next = held?.shift();
    if (next) this.#ready.push(next);
    else this.#held.delete(pending.record.partitionKey);
    this.#wake?.();
  }

  /** Ends the sending for a cause that resending can't mend: everything that waits is given up. */
  #halt(cause: Error): void {
    this.#stoppedBy ??= cause;
    this.#stop.abort();
  }

  #failReady(): void {
    const cause = this.#stoppedBy ?? new Error("the sending was stopped");
    const error = { code: codeOf(cause), message: cause.message };
    // Giving a record up can make the next of its key ready.
    for (let pending = this.#ready.shift(); pending; pending = this.#ready.shift()) this.#fail({ pending, error });
  }
}

interface Refused<R> {
  readonly pending: Pending<R>;
  readonly error: RecordError;
}

function toError(thrown: unknown): Error {
  return types.isNativeError(thrown) ? thrown : new Error(String(thrown));
}

function errorOf(result: PutRecordsResultEntry | undefined): RecordError {
  return {
    code: result?.ErrorCode ?? "InternalFailure",
    message: result?.ErrorMessage ?? "the answer to PutRecords says nothing of this record",
  };
}

function refusal(record: OutgoingRecord, bytes: number): string | undefined {
  const { partitionKey } = record;
  if (bytes > maxRecordBytes) {
    return `the record has ${bytes} bytes with its partition key, and a stream takes at most ${maxRecordBytes}`;
  }
  // Counted in UTF-16 units, the stricter reading of "characters": a key that the service refuses fails its whole call.
  if (partitionKey.length < 1 || partitionKey.length > maxPartitionKeyLength) {
    return `the partition key has ${partitionKey.length} characters, and must have 1 to ${maxPartitionKeyLength}`;
  }
  return undefined;
}
