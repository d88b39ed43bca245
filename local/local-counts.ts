import type { StreamStatistics } from "./firehose/delivery/delivery-stream";
import type { Kinesis } from "./kinesis/kinesis";
import type { Stream } from "./kinesis/stream";
import type { MappingStatistics } from "./lambda/mapping-statistics";
import type { Mappings } from "./lambda/mappings";

/**
 * What became of the records of producers so far; what jobs of analytics wrote is none of theirs. A record that two
 * mappings read counts once for each, since each owes it an outcome; one in a stream that nobody reads counts once.
 */
export interface LocalCounts {
  /** Acknowledged to producers, but for what lies before the starting position of a mapping that reads the stream. */
  readonly sent: number;
  /** Acknowledged by functions, those that they put into quarantine among them. */
  readonly processed: number;
  /** Given up, and taken by an on-failure destination. */
  readonly failedDestination: number;
  /** Discarded because no filter of the mapping matches. */
  readonly filtered: number;
  /** Trimmed by retention, or gone with their stream, before a function had acknowledged them or anybody read them. */
  readonly expired: number;
  /** Not yet read to the end, or in a stream that nobody reads. */
  readonly stillReadable: number;
  /** Of these, records that an enabled mapping has yet to finish. */
  readonly pending: number;
  /** Acknowledged in this process and not sent, since they lie before the starting position of a mapping. */
  readonly skipped: number;
  /** Invocations that ended with an error, and records that were given up. */
  readonly failures: number;
  /** Age of the records that functions were last given, the highest, milliseconds. */
  readonly lagMs: number;
}

/**
 * Adds up streams and the mappings that read them, whoever made either.
 * @param isResult whether a stream's records come from a job, by its ARN
 */
export function countRecords(
  kinesis: Kinesis,
  mappings: Mappings,
  isResult: (streamArn: string) => boolean,
): LocalCounts {
  const ofProducers = ({ arn }: Stream) => !isResult(arn);
  const streams = kinesis.streams().filter(ofProducers);
  const begun = mappings.mappings().filter(({ engine }) => engine.hasBegun);
  const readers = begun.filter(({ stream }) => ofProducers(stream));
  const stats = [mappings.ended, ...readers.map(({ engine }) => engine.stats)];
  const sum = (count: (one: MappingStatistics) => number) => stats.reduce((total, one) => total + count(one), 0);
  // A deleted mapping owes nothing but what it had settled.
  let sent = settled(mappings.ended);
  let stillReadable = 0;
  let pending = 0;
  let skippedHere = 0;
  let expired = sum((one) => one.expired);
  for (const { stream, engine, skipped, enabled } of readers) {
    const unfinished = engine.pending();
    sent += stream.recordCount - skipped;
    skippedHere += Math.max(0, skipped - stream.keptCount);
    stillReadable += unfinished;
    if (enabled) pending += unfinished;
  }
  for (const stream of streams) {
    if (readers.some((reader) => reader.stream === stream)) continue;
    const readable = stream.shards().reduce((total, { nextIndex, firstIndex }) => total + nextIndex - firstIndex, 0);
    sent += stream.recordCount;
    stillReadable += readable;
    expired += stream.recordCount - readable;
  }
  // Of a stream that is gone its readers count what they had not read.
  const gone = new Set(begun.map(({ stream }) => stream).filter((stream) => !kinesis.streams().includes(stream)));
  const unread = [...gone].reduce((total, { recordCount }) => total - recordCount, kinesis.deletedRecordCount);
  sent += unread;
  expired += unread;
  return {
    sent,
    stillReadable,
    pending,
    skipped: skippedHere,
    expired,
    processed: sum(({ processed }) => processed),
    failedDestination: sum(({ failedDestination }) => failedDestination),
    filtered: sum(({ filtered }) => filtered),
    failures: sum(({ errors, dropped, failedDestination }) => errors + dropped + failedDestination),
    lagMs: Math.max(...stats.map(({ iteratorAgeMs }) => iteratorAgeMs)),
  };
}

function settled({ processed, failedDestination, filtered, expired, dropped }: Readonly<MappingStatistics>): number {
  return processed + failedDestination + filtered + expired + dropped;
}

/**
 * What became of the records that delivery streams took so far, all of them together; one that two delivery streams
 * read counts once for each. A KPL aggregate counts as the records that it holds.
 */
export interface DeliveryCounts {
  /** Taken from the streams that they read, or put into them. */
  readonly received: number;
  /** At the destination. */
  readonly delivered: number;
  /** In an object of the error output, or in the backup of a destination that refused them. */
  readonly failed: number;
  /** Dropped by a transform function. */
  readonly dropped: number;
  /** Given up after S3 had refused them for a day, or when the delivery stream ended and no stream held them. */
  readonly lost: number;
  /** Trimmed by the source's retention before they were read. */
  readonly expired: number;
  /** On the way. */
  readonly buffered: number;
  /** In a source, and still to be read. */
  readonly unread: number;
}

/** Adds up delivery streams. */
export function countDeliveries(all: readonly StreamStatistics[]): DeliveryCounts {
  const sum = (count: keyof DeliveryCounts) => all.reduce((total, one) => total + one[count], 0);
  return {
    received: sum("received"),
    delivered: sum("delivered"),
    failed: sum("failed"),
    dropped: sum("dropped"),
    lost: sum("lost"),
    expired: sum("expired"),
    buffered: sum("buffered"),
    unread: sum("unread"),
  };
}
