import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { createLogGroup } from "./actions/create-log-group";
import { createLogStream } from "./actions/create-log-stream";
import { describeLogGroups } from "./actions/describe-log-groups";
import { describeLogStreams } from "./actions/describe-log-streams";
import { filterLogEvents } from "./actions/filter-log-events";
import { getLogEvents } from "./actions/get-log-events";
import { putLogEvents } from "./actions/put-log-events";
import type { Logs } from "./logs";

/** The service's operations by AWS's names. */
export const operations: Readonly<Record<string, (logs: Logs, input: unknown) => unknown>> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
};

/** Puts CloudWatch Logs behind the endpoint. */
export function logsService(logs: Logs): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(logs, input),
  ]);
  return targetService({
    name: "logs",
    targetPrefix: "Logs_20140328",
    codecs: [jsonCodec("application/x-amz-json-1.1")],
    actions: Object.fromEntries(actions),
  });
}
