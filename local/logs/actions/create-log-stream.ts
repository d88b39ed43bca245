import { structure } from "../../server/input-shape";
import type { Logs } from "../logs";
import { logGroupName, logStreamName, readLogsInput } from "./log-input";

const shape = structure({ logGroupName, logStreamName }, {});

/** Makes a stream of a group. */
export function createLogStream(logs: Logs, input: unknown): void {
  const { logGroupName: group, logStreamName: stream } = readLogsInput(shape, input);
  logs.createStream(group, stream);
}
