import { sleep } from "../../clock";
import type { DeliveryRecord } from "../delivery/delivery-record";
import type { DeliveryOutcome, FailedRecord } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";

/** What keeps a record from its destination, in the service's own words. */
export interface DeliveryError {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** A record that an attempt did not deliver. */
export interface Undelivered {
  readonly record: DeliveryRecord;
  readonly error: DeliveryError;
  /** Whether another attempt may help. */
  readonly retriable: boolean;
}

/** How long a destination is tried. */
export interface RetryPolicy {
  /** RetryOptions.DurationInSeconds; 0 for one attempt alone. */
  readonly durationSeconds: number;
  /**
   * OpenSearch's duration covers its attempts; that of HTTP endpoints and Splunk leaves out the time that an answer is
   * waited for.
   */
  readonly countsAttempts: boolean;
  /** Between an attempt and the next; absent for a wait that grows. */
  readonly intervalSeconds?: number;
}

/**
 * Attempts a delivery until nothing is left of it, its time is over or `stopping` aborts.
 *
 * @param attempt tries to deliver records, all or some, and returns those that it did not; never rejects
 */
export async function deliverWithRetries(
  records: readonly DeliveryRecord[],
  attempt: (records: readonly DeliveryRecord[]) => Promise<readonly Undelivered[]>,
  { durationSeconds, countsAttempts, intervalSeconds }: RetryPolicy,
  { clock, random, notice, streamName }: DestinationDependencies,
  stopping: AbortSignal,
): Promise<DeliveryOutcome> {
  const startMs = clock.now();
  const failed: FailedRecord[] = [];
  let waitedMs = 0;
  let pending = records;
  for (let attemptsMade = 1; pending.length > 0; attemptsMade++) {
    const undelivered = await attempt(pending);
    const attemptEndingMs = clock.now();
    const spentMs = countsAttempts ? attemptEndingMs - startMs : waitedMs;
    const leftMs = durationSeconds * 1000 - spentMs;
    const again = leftMs > 0 && !stopping.aborted ? undelivered.filter(({ retriable }) => retriable) : [];
    if (again[0]) {
      if (attemptsMade === 1) notice(retryNotice(streamName, again[0].error, durationSeconds));
      const intervalMs = intervalSeconds ? intervalSeconds * 1000 : backoffMs(attemptsMade, random.next());
      const waitMs = Math.min(leftMs, intervalMs);
      await sleep(clock, waitMs, stopping);
      waitedMs += waitMs;
    }
    const retried = new Set(stopping.aborted ? [] : again);
    for (const each of undelivered) {
      if (!retried.has(each)) failed.push({ record: each.record, ...each.error, attemptsMade, attemptEndingMs });
    }
    pending = [...retried].map(({ record }) => record);
  }
  const lost = new Set(failed.map(({ record }) => record));
  return { delivered: records.filter((record) => !lost.has(record)), failed };
}

/**
 * The wait before the n-th retry: 1 s, doubled each time up to 2 minutes, give or take 15 %. So AWS's specification of
 * HTTP endpoint delivery has it; of Splunk it says nothing.
 */
function backoffMs(retry: number, chance: number): number {
  return Math.round(Math.min(120_000, 1_000 * 2 ** (retry - 1)) * (0.85 + 0.3 * chance));
}

function retryNotice(name: string, { errorCode, errorMessage }: DeliveryError, durationSeconds: number): string {
  // It may quote a whole page, where a notice is a line.
  const message = errorMessage.replace(/\s+/g, " ").slice(0, 300);
  return `${name}: a delivery failed and is tried again for ${durationSeconds} s: ${errorCode}: ${message}`;
}
