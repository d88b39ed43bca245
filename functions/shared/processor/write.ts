import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import type { Item } from "./attribute-value";

/** A table whose partition key is `user_id`. */
export interface Table {
  /** The attribute that is its sort key. */
  readonly sortKey: string;
  /** How many items one request takes. */
  readonly maxItemsPerRequest: number;
  /**
   * Writes items of different keys in one request, given up after `timeoutMs`. Returns those that DynamoDB left
   * unprocessed.
   */
  readonly put: (items: readonly Item[], timeoutMs: number) => Promise<readonly Item[]>;
}

/** What the writer needs of the world around it. */
export interface WriterDependencies {
  readonly table: Table;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** Something to write: two whose items have equal keys are versions of one item. */
export interface Writable {
  readonly item: Item;
}

/** What did not reach the table; all the rest did, or was replaced by a later version that did. */
export interface WriteOutcome<T> {
  /** Those that DynamoDB will never take, and why. */
  readonly refused: Map<T, string>;
  /** Those left when time ran out, or when the table refused all service. */
  readonly unwritten: T[];
  /** The last error that was not an item's fault. */
  error?: unknown;
}

/** Requests in flight at once: keys are unique across them, so their order does not matter. */
const concurrency = 8;

/** A healthy answer takes milliseconds; a connection that hangs must not eat the invocation. */
const requestTimeoutMs = 5_000;

const baseDelayMs = 50;
const maxDelayMs = 2_000;

/** The 4xx errors that pass: every other one means that the request, not the moment, is wrong. */
const throttles = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "LimitExceededException",
]);

/** The errors that one bad item brings on all of its batch. */
const badItemErrors = new Set(["ValidationException", "SerializationException"]);

/** The versions of one item, a list that grows at its head however many there are: the newest is to be written. */
interface Versions<T> {
  readonly newest: T;
  readonly earlier: Versions<T> | undefined;
}

/**
 * Writes items in as few requests as possible until `deadlineMs`: throttled ones again with full-jitter backoff, a bad
 * item alone so that its neighbours pass. A version is replaced by a later one only once that one is written:
 * when DynamoDB refuses the later one, the earlier is written after all.
 */
export async function writeItems<T extends Writable>(
  writables: readonly T[],
  deadlineMs: number,
  deps: WriterDependencies,
): Promise<WriteOutcome<T>> {
  const outcome: WriteOutcome<T> = { refused: new Map(), unwritten: [] };
  const { sortKey, maxItemsPerRequest } = deps.table;
  const batches = chunk(versionsByKey(writables, sortKey), maxItemsPerRequest);
  const writer = new BatchWriter(deps, deadlineMs, outcome);
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await writer.write(batch);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  // An error that was got over is none.
  return outcome.unwritten.length > 0 ? outcome : { ...outcome, error: undefined };
}

class BatchWriter<T extends Writable> {
  #stopped = false;

  constructor(
    readonly deps: WriterDependencies,
    readonly deadlineMs: number,
    readonly outcome: WriteOutcome<T>,
  ) {}

  async write(batch: Versions<T>[]): Promise<void> {
    let pending = batch;
    for (let attempt = 0; pending.length > 0; attempt++) {
      if (this.#stopped || !(await this.#inTime(attempt))) {
        for (const versions of pending) this.#leave(versions);
        return;
      }
      try {
        pending = await this.#send(pending);
      } catch (error) {
        if (badItemErrors.has(nameOf(error))) return this.#isolate(pending, error);
        this.outcome.error = error;
        this.#stopped ||= isRefusal(error);
      }
    }
  }

  #leave(versions: Versions<T>): void {
    for (let left: Versions<T> | undefined = versions; left; left = left.earlier) {
      this.outcome.unwritten.push(left.newest);
    }
  }

  /** Sends a batch and returns what DynamoDB left unprocessed. */
  async #send(batch: Versions<T>[]): Promise<Versions<T>[]> {
    const { table, now } = this.deps;
    const timeoutMs = Math.min(requestTimeoutMs, this.deadlineMs - now());
    const items = batch.map(({ newest }) => newest.item);
    const unprocessed = await table.put(items, timeoutMs);
    if (unprocessed.length === 0) return [];
    const keys = new Set(unprocessed.map((item) => keyOf(item, table.sortKey)));
    return batch.filter(({ newest }) => keys.has(keyOf(newest.item, table.sortKey)));
  }

  /** One item makes DynamoDB refuse all of its batch: halves find it. */
  async #isolate(batch: Versions<T>[], error: unknown): Promise<void> {
    const [versions, ...others] = batch;
    if (versions && others.length === 0) {
      this.outcome.refused.set(versions.newest, `DynamoDB refuses the item: ${error}`);
      if (versions.earlier) await this.write([versions.earlier]);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await this.write(batch.slice(0, middle));
    await this.write(batch.slice(middle));
  }

  /** Waits before a further attempt (full jitter); false when there is no time for one. */
  async #inTime(attempt: number): Promise<boolean> {
    const { now, sleep, random } = this.deps;
    const delayMs = attempt === 0 ? 0 : random() * Math.min(maxDelayMs, baseDelayMs * 2 ** attempt);
    if (now() + delayMs >= this.deadlineMs) return false;
    if (delayMs > 0) await sleep(delayMs);
    return true;
  }
}

function versionsByKey<T extends Writable>(writables: readonly T[], sortKey: string): Versions<T>[] {
  const byKey = new Map<string, Versions<T>>();
  for (const writable of writables) {
    const key = keyOf(writable.item, sortKey);
    byKey.set(key, { newest: writable, earlier: byKey.get(key) });
  }
  return [...byKey.values()];
}

/** Equal for two items exactly when their keys are: the length keeps the two parts apart. */
function keyOf(item: Item, sortKey: string): string {
  const userId = item["user_id"]?.S ?? "";
  return `${userId.length}:${userId}${item[sortKey]?.S}`;
}

function chunk<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** An answer that waiting does not change: no permission, no such table. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof DynamoDBServiceException)) return false;
  return error.$fault === "client" && !throttles.has(error.name);
}
