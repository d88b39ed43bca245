import type { AwsError } from "../../aws-error";
import type { Clock } from "../../clock";
import type { RateWindow } from "../rate-window";
import type { KinesisRecord, ShardReader } from "../reader";
import { oldestAgeMs, totalBytes } from "../record-ages";
import type { SequenceNumbers } from "../sequence-numbers";

/** How long a subscription lasts (SubscribeToShard). */
const lifetimeMs = 300_000;
/** How long a subscription is silent before it sends an event without records. */
const quietMs = 5_000;
/** What one event holds at most; AWS does not say. A single record may be larger. */
const maxEventRecords = 10_000;
const maxEventBytes = 1024 * 1024;

/** What a subscription reads. */
export interface SubscribedShard extends ShardReader {
  readonly sequenceNumbers: SequenceNumbers;
}

/** What a subscription is made of. */
export interface SubscriptionOptions {
  readonly clock: Clock;
  readonly shard: SubscribedShard;
  /** Of the first record to send. */
  readonly index: number;
  /** What the consumer may get of the shard in a second, bytes. */
  readonly bytes: RateWindow;
  /** Whether a fault keeps it from being sent records; it goes on to be told how far behind it is. @default never */
  readonly isStalled?: () => boolean;
  /** Calls `end` with AWS's error when there is nothing to subscribe to any more; the returned function ends that. */
  readonly onGone: (end: (error: AwsError) => void) => () => void;
}

/** What a subscriber is told at a time. */
export interface ShardEvent {
  /** None when the shard is quiet. */
  readonly records: readonly KinesisRecord[];
  /** Resumes right behind these records; absent when the shard is closed and all of it was sent. */
  readonly continuationSequenceNumber?: string;
  /** 0 at the tip. */
  readonly millisBehindLatest: number;
}

/** One consumer's subscription to one shard: sends what is put, for up to five minutes, as fast as it is asked for. */
export class ShardSubscription {
  readonly #clock: Clock;
  readonly #shard: SubscribedShard;
  readonly #bytes: RateWindow;
  readonly #isStalled: () => boolean;
  readonly #cleanUps: readonly (() => void)[];
  #index: number;
  #lastEventMs: number;
  #wake: () => void = () => undefined;
  #ended = false;
  #error: AwsError | undefined;

  constructor({ clock, shard, index, bytes, isStalled = () => false, onGone }: SubscriptionOptions) {
    this.#clock = clock;
    this.#shard = shard;
    this.#bytes = bytes;
    this.#isStalled = isStalled;
    this.#index = index;
    this.#lastEventMs = clock.now();
    this.#cleanUps = [
      shard.onChange(() => this.#wake()),
      clock.schedule(() => this.end(), lifetimeMs),
      onGone((error) => this.end(error)),
    ];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Waits for the next event. Nothing is read from the shard until it is asked for, so that a client that does not read
   * costs no memory. Undefined means the end: the time is over, or the shard is.
   * @throws AwsError that ended the subscription
   */
  async next(): Promise<ShardEvent | undefined> {
    while (!this.#ended) {
      const event = this.#read();
      if (event) return event;
      await this.#change();
    }
    if (this.#error) throw this.#error;
    return undefined;
  }

  /** Ends it at once, whatever has not been sent; `error` is what its client is told. */
  end(error?: AwsError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    for (const cleanUp of this.#cleanUps) cleanUp();
    this.#wake();
  }

  #read(): ShardEvent | undefined {
    const nowMs = this.#clock.now();
    const allowedBytes = this.#bytes.left(nowMs);
    if (allowedBytes <= 0) return undefined;
    if (this.#isStalled()) return this.#readNothing(nowMs);
    const records = this.#shard.read(this.#index, maxEventRecords, Math.min(maxEventBytes, allowedBytes));
    const last = records.at(-1);
    // Retention may have passed the position: what it dropped is skipped.
    this.#index = last ? last.index + 1 : Math.max(this.#index, this.#shard.firstIndex);
    const isAtTip = this.#index >= this.#shard.nextIndex;
    const isOver = isAtTip && this.#shard.closed;
    // The clock may be set back: it is not silent for longer, and nobody is ahead of the tip.
    this.#lastEventMs = Math.min(this.#lastEventMs, nowMs);
    if (!last && !isOver && nowMs - this.#lastEventMs < quietMs) return undefined;
    this.#bytes.take(totalBytes(records));
    this.#lastEventMs = nowMs;
    const event = { records, millisBehindLatest: last && !isAtTip ? Math.max(0, nowMs - last.arrivalMs) : 0 };
    if (!isOver) {
      return { ...event, continuationSequenceNumber: this.#shard.sequenceNumbers.after(this.#index - 1, nowMs) };
    }
    this.end();
    return event;
  }

  #readNothing(nowMs: number): ShardEvent | undefined {
    this.#lastEventMs = Math.min(this.#lastEventMs, nowMs);
    if (nowMs - this.#lastEventMs < quietMs) return undefined;
    this.#lastEventMs = nowMs;
    const continuationSequenceNumber = this.#shard.sequenceNumbers.after(this.#index - 1, nowMs);
    return {
      records: [],
      continuationSequenceNumber,
      millisBehindLatest: oldestAgeMs(this.#shard, this.#index, nowMs),
    };
  }

  /** Waits until there may be something to send. */
  #change(): Promise<void> {
    const nowMs = this.#clock.now();
    const waitMs = this.#bytes.waitMs(nowMs) || this.#lastEventMs + quietMs - nowMs;
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(() => this.#wake(), waitMs);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
