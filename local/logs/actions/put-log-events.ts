import { list, structure, text } from "../../server/input-shape";
import type { NewLogEvent } from "../log-group";
import { eventOverheadBytes, maxBatchBytes } from "../log-limits";
import type { Logs } from "../logs";
import { invalidParameter, logGroupName, logStreamName, nextToken, readLogsInput, timeMs } from "./log-input";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const shape = structure(
  {
    logGroupName,
    logStreamName,
    logEvents: list(structure({ timestamp: timeMs, message: text({ min: 1 }) }, {}), {
      min: 1,
      max: 10_000,
      shownAs: "com.amazonaws.logs.InputLogEvent@0",
    }),
  },
  // Sequence tokens are taken and have had no meaning since 2023.
  { sequenceToken: nextToken, entity: structure({}, {}) },
);

/** Adds events to a stream; those that are too old or too new are told of, and left out. */
export function putLogEvents(logs: Logs, input: unknown) {
  const { logGroupName: groupName, logStreamName: streamName, logEvents } = readLogsInput(shape, input);
  logs.stream(groupName, streamName);
  checkBatch(logEvents);
  const nowMs = logs.clock.now();
  const horizonMs = logs.horizonMs(logs.group(groupName));
  const firstWhere = (isSo: (event: NewLogEvent) => boolean) => {
    const at = logEvents.findIndex(isSo);
    return at < 0 ? logEvents.length : at;
  };
  const expired = firstWhere(({ timestamp }) => timestamp >= horizonMs);
  const tooOld = Math.max(
    expired,
    firstWhere(({ timestamp }) => timestamp >= nowMs - 14 * dayMs),
  );
  const tooNew = firstWhere(({ timestamp }) => timestamp > nowMs + 2 * hourMs);
  logs.put(groupName, streamName, logEvents.slice(tooOld, tooNew));
  const rejected = {
    ...(tooNew < logEvents.length && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > expired && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
  return {
    nextSequenceToken: "49590302000000000000000000000000000000000000000000000000",
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
  };
}

function checkBatch(events: readonly NewLogEvent[]): void {
  const times = events.map(({ timestamp }) => timestamp);
  const first = times[0] ?? 0;
  if (times.some((time, at) => time < (times[at - 1] ?? first))) {
    throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if ((times.at(-1) ?? first) - first > dayMs) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + eventOverheadBytes, 0);
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
}
