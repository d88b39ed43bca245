import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import {
  type BatchResponse,
  type KinesisEvent,
  type KinesisEventRecord,
  type StreamRecord,
  toStreamRecord,
  unpack,
} from "../kinesis-event";
import { MalformedAggregateError } from "../kpl";
import type { Item } from "./attribute-value";
import { PermanentError } from "./permanent-error";
import { quarantine, type Reject } from "./quarantine";
import { report } from "./report";
import type { Settings } from "./settings";
import { type WriterDependencies, writeItems } from "./write";

/** An item ready for the table. */
export interface PreparedItem {
  readonly item: Item;
  /** Of the event, or of what it sums up: processed records are counted by it. */
  readonly eventType: string;
}

/**
 * Makes a record an item.
 * @throws PermanentError when it can never be one, with the reason
 */
export type Prepare = (record: StreamRecord, processedAt: string) => PreparedItem;

/** What a processor needs of the world around it, whatever it writes. */
export interface Surroundings extends Omit<WriterDependencies, "table"> {
  /** S3's `PutObject`, given up after `timeoutMs`. */
  readonly putObject: (input: PutObjectCommandInput, timeoutMs: number) => Promise<unknown>;
  /** Takes an invocation's log lines, each JSON: all at once, since each write costs as much as what it writes. */
  readonly log: (lines: readonly string[]) => void;
}

/** What makes a processor. */
export interface Processor extends Surroundings, WriterDependencies {
  readonly prepare: Prepare;
  readonly settings: Settings;
}

/** What the handler reads of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
}

/** `position` is that of the Kinesis record in the batch: the order of sequence numbers. */
type Placed<T> = T & { readonly record: StreamRecord; readonly position: number };
type Entry = Placed<PreparedItem> | Placed<Reject>;

/** The share of the remaining time after which writing ends, and that after which the quarantine must have its object. */
const writeShare = 0.75;
const quarantineShare = 0.95;

/**
 * Makes a processor's Lambda handler: it writes a batch's items to the table and what can never be one to the
 * quarantine, and returns the first record that must come again, or none. What lies before that record is in the table
 * or in quarantine; what lies after it comes again, too (partial batch response of a stream).
 */
export function makeProcessorHandler(processor: Processor) {
  const { settings } = processor;
  return async (event: KinesisEvent, context: InvocationContext): Promise<BatchResponse> => {
    assertKinesisEvent(event);
    const startedMs = processor.now();
    const remainingMs = context.getRemainingTimeInMillis();

    const processedAt = new Date(startedMs).toISOString();
    const prepared = event.Records.flatMap((record, position) =>
      prepareAll(record, position, processedAt, processor.prepare),
    );
    const {
      refused,
      unwritten,
      error: writeError,
    } = await writeItems(
      prepared.filter((entry) => "item" in entry),
      startedMs + remainingMs * writeShare,
      processor,
    );
    const entries = prepared.map((entry): Entry => {
      const reason = "item" in entry ? refused.get(entry) : undefined;
      return reason === undefined ? entry : { record: entry.record, position: entry.position, reason };
    });
    // A reject after the first unwritten record comes again, and may end in the mapping's failure destination instead.
    const writtenUpTo = lowest(unwritten);
    const settled = event.Records.slice(0, writtenUpTo);
    const rejected = entries.filter((entry) => "reason" in entry).filter(({ position }) => position < settled.length);
    const quarantineError = await tryQuarantine(
      rejected,
      settled,
      startedMs + remainingMs * quarantineShare,
      processor,
    );

    const checkpoint = quarantineError === undefined ? writtenUpTo : lowest(rejected);
    const failed = event.Records[checkpoint];
    const done = entries.filter(({ position }) => position < checkpoint);
    processor.log(
      report({
        nowMs: processor.now(),
        environment: settings.environment,
        eventTypes: settings.eventTypes,
        context,
        first: event.Records[0],
        failed,
        processed: done.filter((entry) => "item" in entry),
        rejectedCount: done.filter((entry) => "reason" in entry).length,
        retriedCount: entries.length - done.length,
        errors: [writeError, quarantineError].filter((error) => error !== undefined),
      }),
    );
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.kinesis.sequenceNumber }] : [] };
  };
}

function assertKinesisEvent(event: KinesisEvent): void {
  if (Array.isArray(event?.Records)) return;
  throw new TypeError(`expected an event of a Kinesis stream with a list "Records", got ${typeof event}`);
}

/** A record's entries: one, or those of its KPL aggregate. An aggregate that holds none, or can't be read, is one reject. */
function prepareAll(packed: KinesisEventRecord, position: number, processedAt: string, prepare: Prepare): Entry[] {
  const whole = toStreamRecord(packed);
  try {
    return unpack(whole).map((record) => prepareOne(record, position, processedAt, prepare));
  } catch (error) {
    if (!(error instanceof MalformedAggregateError)) throw error;
    return [{ record: whole, position, reason: error.message }];
  }
}

function prepareOne(record: StreamRecord, position: number, processedAt: string, prepare: Prepare): Entry {
  try {
    return { record, position, ...prepare(record, processedAt) };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { record, position, reason: error.message };
  }
}

/** The error that kept the rejects out of the quarantine, if one did: then they are not acknowledged. */
async function tryQuarantine(
  rejects: readonly Reject[],
  settled: readonly KinesisEventRecord[],
  deadlineMs: number,
  { settings, putObject, now }: Processor,
): Promise<unknown> {
  const first = settled[0]?.kinesis.sequenceNumber ?? "";
  const last = settled.at(-1)?.kinesis.sequenceNumber ?? "";
  try {
    await quarantine(rejects, first, last, settings, (input) => putObject(input, deadlineMs - now()));
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The lowest position, or Infinity when there is none. */
function lowest(entries: readonly Placed<unknown>[]): number {
  return entries.reduce((position, entry) => Math.min(position, entry.position), Number.POSITIVE_INFINITY);
}
