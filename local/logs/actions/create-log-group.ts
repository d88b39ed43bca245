import { flag, oneOf, structure, text, textMap } from "../../server/input-shape";
import type { Logs } from "../logs";
import { logGroupName, readLogsInput } from "./log-input";

const shape = structure(
  { logGroupName },
  {
    kmsKeyId: text({ max: 256 }),
    tags: textMap({ min: 1, max: 50, keyLength: { min: 1, max: 128 }, valueLength: { min: 0, max: 256 } }),
    logGroupClass: oneOf(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    deletionProtectionEnabled: flag,
  },
);

/** Makes a group that keeps its events for ever. */
export function createLogGroup(logs: Logs, input: unknown): void {
  logs.createGroup(readLogsInput(shape, input).logGroupName);
}
