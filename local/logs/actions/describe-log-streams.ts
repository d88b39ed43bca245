import { flag, oneOf, structure } from "../../server/input-shape";
import { keyIn, tokenOf } from "../../server/page";
import type { LogGroup, LogStream } from "../log-group";
import type { Logs } from "../logs";
import {
  describeLimit,
  invalidParameter,
  logGroupIdentifier,
  logGroupName,
  logStreamName,
  namedGroup,
  nextToken,
  readLogsInput,
} from "./log-input";

const shape = structure(
  {},
  {
    ...{ logGroupName, logGroupIdentifier, logStreamNamePrefix: logStreamName, nextToken, limit: describeLimit },
    ...{ orderBy: oneOf(["LogStreamName", "LastEventTime"]), descending: flag },
  },
);

/** A page of a group's streams, by name or by their last event. */
export function describeLogStreams(logs: Logs, input: unknown) {
  const {
    logStreamNamePrefix,
    orderBy = "LogStreamName",
    descending = false,
    limit = 50,
    ...request
  } = readLogsInput(shape, input);
  if (orderBy === "LastEventTime" && logStreamNamePrefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const group = logs.group(namedGroup(request));
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""))
    .sort((one, other) => compare(one, other, orderBy) * (descending ? -1 : 1));
  const begin = request.nextToken === undefined ? 0 : beginAfter(streams, request.nextToken);
  const page = streams.slice(begin, begin + limit);
  const last = page.at(-1);
  return {
    logStreams: page.map((stream) => toOutput(group, stream)),
    ...(last && begin + limit < streams.length && { nextToken: tokenOf(last.name) }),
  };
}

function compare(one: LogStream, other: LogStream, orderBy: "LogStreamName" | "LastEventTime"): number {
  const byTime = (one.lastEventMs ?? 0) - (other.lastEventMs ?? 0);
  if (orderBy === "LastEventTime" && byTime !== 0) return byTime;
  return one.name < other.name ? -1 : 1;
}

function beginAfter(streams: readonly LogStream[], token: string): number {
  const at = streams.findIndex(({ name }) => name === keyIn(token));
  if (at < 0) throw invalidParameter("The specified nextToken is invalid.");
  return at + 1;
}

function toOutput(group: LogGroup, stream: LogStream) {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    ...(stream.firstEventMs !== undefined && { firstEventTimestamp: stream.firstEventMs }),
    ...(stream.lastEventMs !== undefined && { lastEventTimestamp: stream.lastEventMs }),
    ...(stream.lastIngestionMs !== undefined && { lastIngestionTime: stream.lastIngestionMs }),
    uploadSequenceToken: "49590302000000000000000000000000000000000000000000000000",
    arn: `${group.arn}:log-stream:${stream.name}`,
    // AWS has not counted a stream's bytes since 2019.
    storedBytes: 0,
  };
}
