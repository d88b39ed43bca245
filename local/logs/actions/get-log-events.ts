import { flag, structure } from "../../server/input-shape";
import { type EventPosition, firstThatFit, isAfter, positionText, readPosition } from "../event-page";
import type { LogEvent } from "../log-group";
import type { Logs } from "../logs";
import {
  eventsLimit,
  invalidParameter,
  logGroupIdentifier,
  logGroupName,
  logStreamName,
  namedGroup,
  nextToken,
  readLogsInput,
  timeMs,
} from "./log-input";

const shape = structure(
  { logStreamName },
  {
    ...{ logGroupName, logGroupIdentifier, nextToken },
    ...{ startTime: timeMs, endTime: timeMs, limit: eventsLimit, startFromHead: flag, unmask: flag },
  },
);

/** A reader stands between two events: `f/<position>` reads from a position on, `b/<position>` what comes before it. */
interface Token {
  readonly direction: "f" | "b";
  readonly position: EventPosition;
}

/** A page of one stream's events, by time: the last one unless a token or `startFromHead` says otherwise. */
export function getLogEvents(logs: Logs, input: unknown) {
  const {
    startTime = 0,
    endTime = Infinity,
    limit = 10_000,
    startFromHead = false,
    ...request
  } = readLogsInput(shape, input);
  const groupName = namedGroup(request);
  const { name } = logs.stream(groupName, request.logStreamName);
  const group = logs.group(groupName);
  const token = request.nextToken === undefined ? undefined : readToken(request.nextToken);
  const startMs = Math.max(startTime, logs.horizonMs(group));
  const found = group.events.filter(
    (event) =>
      event.streamName === name && event.timestamp >= startMs && event.timestamp < endTime && isBeyond(event, token),
  );
  const isForward = token ? token.direction === "f" : startFromHead;
  const page = isForward ? firstThatFit(found, limit) : firstThatFit(found.toReversed(), limit).toReversed();
  // Where there is nothing more, the token is the one that was given: that is how a reader knows.
  const stay = token?.position ?? { timestamp: 0, id: 0 };
  const last = page.at(-1);
  return {
    events: page.map(({ timestamp, message, ingestionMs }) => ({ timestamp, message, ingestionTime: ingestionMs })),
    nextForwardToken: `f/${positionText(last ? { timestamp: last.timestamp, id: last.id + 1 } : stay)}`,
    nextBackwardToken: `b/${positionText(page[0] ?? stay)}`,
  };
}

function readToken(text: string): Token {
  const position = readPosition(text.slice(2));
  if (!position || !/^[fb]\//.test(text)) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: text.startsWith("f") ? "f" : "b", position };
}

function isBeyond(event: LogEvent, token: Token | undefined): boolean {
  if (!token) return true;
  return isAfter(token.position, event) === (token.direction === "b");
}
