import type { Answer, FirehoseEvent, FirehoseResponse } from "./firehose-event";
import { transformRecord } from "./record";
import { report } from "./report";
import { fitResponse } from "./response";

/** What the handler needs of the world around it. */
export interface Dependencies {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes an invocation's log lines, each JSON: all at once, since each write costs as much as what it writes. */
  readonly log: (lines: readonly string[]) => void;
  /** `dev`, `staging` or `prod`: a dimension of every metric. */
  readonly environment: string;
}

/** What the handler reads of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
}

/**
 * Makes the Lambda handler: each event comes back as a line of JSON with its partition keys, and what is none is failed
 * back, each record by itself. Failing is final: Firehose writes the record, as it came, to its error prefix.
 */
export function makeHandler({ now, log, environment }: Dependencies) {
  return async (event: FirehoseEvent, context: InvocationContext): Promise<FirehoseResponse> => {
    assertFirehoseEvent(event);
    const nowMs = now();
    const transformTimestamp = new Date(nowMs).toISOString();
    const malformed: string[] = [];
    const answers = event.records.map((record): Answer => {
      const { recordId, data } = record;
      const outcome = transformRecord(record, transformTimestamp);
      if (!("reason" in outcome)) {
        return { recordId, result: "Ok", data: outcome.data, metadata: { partitionKeys: outcome.partitionKeys } };
      }
      malformed.push(outcome.reason);
      return { recordId, result: "ProcessingFailed", data };
    });
    const records = fitResponse(answers);
    const transformedCount = records.filter(({ result }) => result === "Ok").length;
    const oversizedCount = records.length - transformedCount - malformed.length;
    log(report({ nowMs, environment, context, transformedCount, malformed, oversizedCount }));
    return { records };
  };
}

function assertFirehoseEvent(event: FirehoseEvent): void {
  if (Array.isArray(event?.records)) return;
  throw new TypeError(`expected an event of a Firehose stream with a list "records", got ${typeof event}`);
}
