import { eventMemoryBytes, maxStoredBytes } from "./log-limits";

/** A stream of a group: what one source writes. */
export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  /** By the events' own times, milliseconds since the epoch; undefined while it is empty. */
  firstEventMs?: number;
  lastEventMs?: number;
  lastIngestionMs?: number;
}

/** An event on its way in. */
export interface NewLogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** An event of a group. */
export interface LogEvent extends NewLogEvent {
  /** In the order in which the group took them: 0 and up. */
  readonly id: number;
  readonly streamName: string;
  /** Milliseconds since the epoch. */
  readonly ingestionMs: number;
}

/** A log group: its streams, and the newest of its events; older ones are dropped, so that memory stays bounded. */
export class LogGroup {
  readonly streams = new Map<string, LogStream>();
  /** By time, those of one time in the order in which they came. */
  #events: LogEvent[] = [];
  #storedBytes = 0;
  #nextId = 0;

  /** @param retentionDays undefined: for ever */
  constructor(
    readonly name: string,
    readonly arn: string,
    readonly createdMs: number,
    readonly retentionDays: number | undefined,
  ) {}

  /** Bytes of the messages that are here. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  /** Its events by time. */
  get events(): readonly LogEvent[] {
    return this.#events;
  }

  /** Adds events to one of its streams. */
  add(stream: LogStream, events: readonly NewLogEvent[], ingestionMs: number): void {
    for (const { timestamp, message } of events) {
      this.#insert({ id: this.#nextId++, streamName: stream.name, timestamp, message, ingestionMs });
      this.#storedBytes += Buffer.byteLength(message);
      stream.firstEventMs = Math.min(stream.firstEventMs ?? Infinity, timestamp);
      stream.lastEventMs = Math.max(stream.lastEventMs ?? 0, timestamp);
    }
    stream.lastIngestionMs = ingestionMs;
    const takenBytes = this.#storedBytes + eventMemoryBytes * this.#events.length;
    if (takenBytes > maxStoredBytes) this.#dropOldest(takenBytes - maxStoredBytes / 2);
  }

  /** Nearly always at the end: sources write in the order of time. */
  #insert(event: LogEvent): void {
    let at = this.#events.length;
    while (at > 0 && (this.#events[at - 1]?.timestamp ?? 0) > event.timestamp) at--;
    this.#events.splice(at, 0, event);
  }

  /** In one go now and then, since each moves all that stay. */
  #dropOldest(freedBytes: number): void {
    let dropped = 0;
    for (let freed = 0; freed < freedBytes && dropped < this.#events.length; dropped++) {
      const bytes = Buffer.byteLength(this.#events[dropped]?.message ?? "");
      this.#storedBytes -= bytes;
      freed += bytes + eventMemoryBytes;
    }
    this.#events = this.#events.slice(dropped);
  }
}
