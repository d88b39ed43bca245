import type { LogEvent } from "./log-group";
import { maxBatchBytes } from "./log-limits";

/** Where an event stands among those of its group: events of one time follow each other as they came. */
export interface EventPosition {
  readonly timestamp: number;
  readonly id: number;
}

/** Whether an event comes after a position. */
export function isAfter(event: EventPosition, position: EventPosition): boolean {
  return event.timestamp > position.timestamp || (event.timestamp === position.timestamp && event.id > position.id);
}

/** As many of the first events as one answer holds. */
export function firstThatFit(events: readonly LogEvent[], limit: number): readonly LogEvent[] {
  let bytes = 0;
  const fits = ({ message }: LogEvent) => {
    bytes += Buffer.byteLength(message);
    return bytes <= maxBatchBytes;
  };
  const end = events.slice(0, limit).findIndex((event, at) => !fits(event) && at > 0);
  return events.slice(0, end < 0 ? limit : end);
}

/** A position as text. */
export function positionText({ timestamp, id }: EventPosition): string {
  return `${timestamp}-${id}`;
}

/** The position that a text stands for; undefined for any other text. */
export function readPosition(text: string): EventPosition | undefined {
  const [, timestamp, id] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  return timestamp === undefined || id === undefined ? undefined : { timestamp: Number(timestamp), id: Number(id) };
}
