import { type Clock, sleep } from "../clock";
import type { KinesisRecord, ReadMetrics, ShardReader } from "../kinesis/reader";
import { ageMs } from "../kinesis/record-ages";
import type { Random } from "../random";
import { type BatchResult, readResponse } from "./batch-response";
import { type FailureCondition, failureKey, failureRecord } from "./failure-record";
import type { FunctionRunner, Invocation } from "./function-runner";
import { type EventSource, kinesisEvent } from "./kinesis-event";
import type { MappingConfiguration } from "./mapping-configuration";
import type { MappingMetrics } from "./mapping-metrics";
import type { MappingStatistics } from "./mapping-statistics";

/** Where batches go that are given up. */
export interface Destinations {
  /** Rejects when the queue refuses. */
  sendMessage(queueArn: string, body: string): Promise<void>;
  /** Rejects when the topic refuses. */
  publish(topicArn: string, message: string): Promise<void>;
  /** Rejects when the bucket refuses. */
  putObject(bucketArn: string, key: string, body: string): Promise<void>;
}

/** What the shards of one mapping share. */
export interface MappingContext {
  readonly configuration: MappingConfiguration;
  readonly streamArn: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly runner: FunctionRunner;
  readonly destinations: Destinations;
  readonly statistics: MappingStatistics;
  readonly metrics: MappingMetrics;
  /** Where reads are told. */
  readonly reads: ReadMetrics;
  /** Whether a fault keeps it from reading a shard now. */
  readonly refusesRead: (shardId: string) => boolean;
  /** Whether a record passes the filters. */
  readonly matches: (record: KinesisRecord) => boolean;
  /** Aborted when the mapping stops: ends every wait, and nothing new is begun. */
  readonly stopping: AbortSignal;
  /** Hears how the last attempt went: `OK`, or what was wrong. */
  readonly onResult: (result: string) => void;
}

type Records = readonly [KinesisRecord, ...KinesisRecord[]];

/**
 * Records that are sent together. A batch that is cut from another has its own quota and count of calls: so AWS does
 * after a partial response, where the rest is tried as often as a new batch and its count begins at 1.
 */
export interface Batch {
  readonly records: Records;
  /** Calls of the function that ran. */
  invocations: number;
  /** Consecutive attempts in vain, throttled ones included: the wait before the next grows with it. */
  failedAttempts: number;
  lastRequestId: string | undefined;
  functionError: "Unhandled" | null;
}

/** A batch of these records that was never tried; none if there are no records. */
export function newBatches(records: readonly KinesisRecord[]): Batch[] {
  const [first, ...others] = records;
  if (!first) return [];
  return [
    {
      records: [first, ...others],
      invocations: 0,
      failedAttempts: 0,
      lastRequestId: undefined,
      functionError: null,
    },
  ];
}

/** AWS does not say how often it tries a destination that refuses. */
const maxDeliveryAttempts = 5;

/** Takes the batches of one shard to their end: processed, expired, or given up. */
export class BatchProcessor {
  readonly #context: MappingContext;
  readonly #reader: ShardReader;
  readonly #source: EventSource;
  #iteratorAgeMs = 0;

  constructor(context: MappingContext, reader: ShardReader, source: EventSource) {
    this.#context = context;
    this.#reader = reader;
    this.#source = source;
  }

  /** Age of the last record of the batch that was sent last. */
  get iteratorAgeMs(): number {
    return this.#iteratorAgeMs;
  }

  /** Makes one attempt at a batch, and waits out the time before the next: what of it is still to do, in order. */
  async attempt(batch: Batch): Promise<Batch[]> {
    const { configuration, clock, statistics, metrics } = this.#context;
    const { firstIndex } = this.#reader;
    const expired = prefixLength(batch.records, ({ index }) => index < firstIndex);
    if (expired > 0) {
      statistics.expired += expired;
      metrics.dropped?.record(expired);
      return newBatches(batch.records.slice(expired));
    }
    const maxAgeMs = configuration.maximumRecordAgeInSeconds * 1000;
    const nowMs = clock.now();
    const tooOld = maxAgeMs < 0 ? 0 : prefixLength(batch.records, ({ arrivalMs }) => nowMs - arrivalMs > maxAgeMs);
    if (tooOld > 0) {
      const settled = await this.#giveUp(batch, tooOld, "RecordAgeExceeded");
      return settled ? newBatches(batch.records.slice(tooOld)) : [batch];
    }
    const result = await this.#invoke(batch);
    if (result === "not invoked") return this.#tryAgain(batch);
    return this.#apply(batch, result);
  }

  /** Calls the function. What goes wrong before it runs never uses the retry quota. */
  async #invoke(batch: Batch): Promise<BatchResult | "not invoked"> {
    const { configuration, runner, statistics, metrics, clock, onResult } = this.#context;
    const last = batch.records.at(-1) ?? batch.records[0];
    this.#iteratorAgeMs = ageMs(last, clock.now());
    metrics.iteratorAge.record(this.#iteratorAgeMs);
    let invocation: Invocation;
    try {
      invocation = await runner.invoke(configuration.functionName, kinesisEvent(this.#source, batch.records));
    } catch (error) {
      onResult(`PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
      return "not invoked";
    }
    batch.lastRequestId = invocation.requestId;
    if (invocation.kind === "throttled") {
      statistics.throttles++;
      onResult("PROBLEM: Function call was throttled");
      return "not invoked";
    }
    batch.invocations++;
    statistics.invocations++;
    metrics.invoked?.record(batch.records.length);
    if (invocation.kind === "error") {
      statistics.errors++;
      batch.functionError = "Unhandled";
      return { kind: "failure" };
    }
    batch.functionError = null;
    return configuration.reportBatchItemFailures
      ? readResponse(invocation.payload, batch.records)
      : { kind: "success" };
  }

  async #apply(batch: Batch, result: BatchResult): Promise<Batch[]> {
    const { configuration, statistics, metrics, onResult } = this.#context;
    const { records } = batch;
    if (result.kind === "success") {
      statistics.processed += records.length;
      onResult("OK");
      return [];
    }
    onResult("PROBLEM: Function call failed");
    const failed = result.kind === "partial" ? result.reported : records.length;
    statistics.failedInvokeEvents += failed;
    metrics.failedInvoke?.record(failed);
    if (result.kind === "partial" && result.firstFailed > 0) {
      statistics.processed += result.firstFailed;
      return newBatches(records.slice(result.firstFailed));
    }
    // A partial response says where to split: here, before the first record, which leaves the batch as it is.
    if (result.kind === "failure" && configuration.bisectBatchOnFunctionError && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      return [...newBatches(records.slice(0, middle)), ...newBatches(records.slice(middle))];
    }
    const { maximumRetryAttempts } = configuration;
    if (maximumRetryAttempts !== -1 && batch.invocations > maximumRetryAttempts) {
      return (await this.#giveUp(batch, records.length, "RetryAttemptsExhausted")) ? [] : [batch];
    }
    statistics.retries++;
    return this.#tryAgain(batch);
  }

  async #tryAgain(batch: Batch): Promise<Batch[]> {
    batch.failedAttempts++;
    await this.#backOff(batch.failedAttempts);
    return [batch];
  }

  /**
   * Sends the first `count` records of a batch to the on-failure destination. One that refuses to the end loses them,
   * as on AWS: counted as dropped.
   *
   * @returns false when the mapping stopped before the records were settled
   */
  async #giveUp(batch: Batch, count: number, condition: FailureCondition): Promise<boolean> {
    const { configuration, statistics, metrics, stopping, onResult } = this.#context;
    const arn = configuration.onFailureDestinationArn;
    if (arn === undefined) {
      this.#drop(count);
      return true;
    }
    for (let attempt = 1; !stopping.aborted; attempt++) {
      try {
        await this.#deliver(arn, batch, count, condition);
        statistics.failedDestination += count;
        metrics.onFailureDestinationDelivered?.record(count);
        return true;
      } catch (error) {
        statistics.destinationDeliveryFailures++;
        metrics.destinationDeliveryFailures.record(1);
        onResult(`PROBLEM: ${arn} refused a batch: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (attempt === maxDeliveryAttempts) {
        this.#drop(count);
        return true;
      }
      await this.#backOff(attempt);
    }
    return false;
  }

  #drop(count: number): void {
    this.#context.statistics.dropped += count;
    this.#context.metrics.dropped?.record(count);
  }

  #deliver(arn: string, batch: Batch, count: number, condition: FailureCondition): Promise<void> {
    const { configuration, streamArn, clock, random, destinations } = this.#context;
    const { shardId } = this.#reader;
    const [first] = batch.records;
    const nowMs = clock.now();
    const failure = {
      first,
      last: batch.records[count - 1] ?? first,
      batchSize: count,
      condition,
      shardId,
      streamArn,
      functionArn: configuration.functionArn,
      requestId: batch.lastRequestId ?? random.uuid(),
      approximateInvokeCount: batch.invocations,
      functionError: batch.functionError,
    };
    const body = failureRecord(failure, nowMs);
    const service = arn.split(":")[2];
    if (service === "sqs") return destinations.sendMessage(arn, JSON.stringify(body));
    if (service === "sns") return destinations.publish(arn, JSON.stringify(body));
    const key = failureKey(configuration.uuid, shardId, nowMs, random.uuid());
    const payload = JSON.stringify(kinesisEvent(this.#source, batch.records.slice(0, count)));
    return destinations.putObject(arn, key, JSON.stringify({ ...body, payload }));
  }

  /**
   * Waits before the next attempt. AWS only says that it backs off exponentially: here from 100 ms, doubled each time
   * up to a minute, of which a random half is left out so that shards don't come back together.
   */
  #backOff(failedAttempts: number): Promise<void> {
    const { clock, random, stopping } = this.#context;
    const longestMs = Math.min(60_000, 100 * 2 ** (failedAttempts - 1));
    return sleep(clock, longestMs * (0.5 + random.next() / 2), stopping);
  }
}

/** How many records from the first on are so; older records come first, so that this is all of them. */
function prefixLength(records: readonly KinesisRecord[], isSo: (record: KinesisRecord) => boolean): number {
  const end = records.findIndex((record) => !isSo(record));
  return end === -1 ? records.length : end;
}
