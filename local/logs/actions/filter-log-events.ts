import { flag, list, structure, text } from "../../server/input-shape";
import { keyIn, tokenOf } from "../../server/page";
import { firstThatFit, isAfter, positionText, readPosition } from "../event-page";
import { parseFilterPattern } from "../filter-pattern";
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
  {},
  {
    logGroupName,
    logGroupIdentifier,
    logStreamNames: list(logStreamName, { min: 1, max: 100 }),
    logStreamNamePrefix: logStreamName,
    startTime: timeMs,
    endTime: timeMs,
    filterPattern: text({ min: 0, max: 1_024 }),
    nextToken,
    limit: eventsLimit,
    interleaved: flag,
    unmask: flag,
  },
);

/** The events of a group that match, by time; both ends of the range are in it. */
export function filterLogEvents(logs: Logs, input: unknown) {
  const {
    startTime = 0,
    endTime = Infinity,
    filterPattern = "",
    limit = 10_000,
    ...request
  } = readLogsInput(shape, input);
  const { logStreamNames, logStreamNamePrefix } = request;
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNamePrefix and logStreamNames cannot be specified together.");
  }
  const groupName = namedGroup(request);
  const group = logs.group(groupName);
  for (const name of logStreamNames ?? []) logs.stream(groupName, name);
  const after = request.nextToken === undefined ? undefined : readPosition(keyIn(request.nextToken) ?? "");
  if (request.nextToken !== undefined && !after) throw invalidParameter("The specified nextToken is invalid.");
  const matches = parseFilterPattern(filterPattern);
  const startMs = Math.max(startTime, logs.horizonMs(group));
  const found = group.events.filter(
    (event) =>
      event.timestamp >= startMs &&
      event.timestamp <= endTime &&
      (!after || isAfter(event, after)) &&
      (logStreamNames?.includes(event.streamName) ?? event.streamName.startsWith(logStreamNamePrefix ?? "")) &&
      matches(event.message),
  );
  const page = firstThatFit(found, limit);
  const last = page.at(-1);
  return {
    events: page.map(toOutput),
    // AWS has left it empty since 2020.
    searchedLogStreams: [],
    ...(last && page.length < found.length && { nextToken: tokenOf(positionText(last)) }),
  };
}

function toOutput({ streamName, timestamp, message, ingestionMs, id }: LogEvent) {
  return {
    logStreamName: streamName,
    timestamp,
    message,
    ingestionTime: ingestionMs,
    eventId: String(id).padStart(56, "0"),
  };
}
