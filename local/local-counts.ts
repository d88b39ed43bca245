import type { StreamStatistics } from "./firehose/delivery/delivery-stream";
import type { Stream } from "./kinesis/stream";
import type { EventSourceMapping } from "./lambda/event-source-mapping";
import type { MappingStatistics } from "./lambda/mapping-statistics";

/**
 * What became of the records so far. A record that two mappings read counts once for each, since each owes it an
 * outcome; one in a stream that nobody reads counts once.
 */
export interface LocalCounts {
  /** Acknowledged to producers. */
  readonly sent: number;
  /** Acknowledged by functions, those that they put into quarantine among them. */
  readonly processed: number;
  /** Given up, and taken by an on-failure destination. */
  readonly failedDestination: number;
  /** Discarded because no filter of the mapping matches. */
  readonly filtered: number;
  /** Trimmed by retention before a function had acknowledged them. */
  readonly expired: number;
  /** Not yet read to the end, or in a stream that nobody reads. */
  readonly stillReadable: number;
  /** Of these, records that a mapping has yet to finish. */
  readonly pending: number;
  /** Invocations that ended with an error, and records that were given up. */
  readonly failures: number;
  /** Age of the records that functions were last given, the highest, milliseconds. */
  readonly lagMs: number;
}

/** A mapping and the stream that it reads. */
export interface Reader {
  readonly stream: Stream;
  readonly mapping: EventSourceMapping;
}

/** Adds up streams and the mappings that read them. */
export function countRecords(streams: readonly Stream[], readers: readonly Reader[]): LocalCounts {
  const stats = readers.map(({ mapping }) => mapping.stats);
  const sum = (count: (one: MappingStatistics) => number) => stats.reduce((total, one) => total + count(one), 0);
  let sent = 0;
  const pending = readers.reduce((total, { mapping }) => total + mapping.pending(), 0);
  let stillReadable = pending;
  for (const stream of streams) {
    const readerCount = readers.filter((reader) => reader.stream === stream).length;
    sent += stream.recordCount * Math.max(1, readerCount);
    if (readerCount > 0) continue;
    for (const { nextIndex, firstIndex } of stream.shards()) stillReadable += nextIndex - firstIndex;
  }
  return {
    sent,
    stillReadable,
    pending,
    processed: sum(({ processed }) => processed),
    failedDestination: sum(({ failedDestination }) => failedDestination),
    filtered: sum(({ filtered }) => filtered),
    expired: sum(({ expired }) => expired),
    failures: sum(({ errors, dropped, failedDestination }) => errors + dropped + failedDestination),
    lagMs: Math.max(0, ...stats.map(({ iteratorAgeMs }) => iteratorAgeMs)),
  };
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
