import { flag, list, oneOf, structure, text } from "../../server/input-shape";
import { cutPage, keyIn, tokenOf } from "../../server/page";
import type { LogGroup } from "../log-group";
import type { Logs } from "../logs";
import {
  describeLimit,
  invalidParameter,
  logGroupIdentifier,
  logGroupName,
  nextToken,
  readLogsInput,
} from "./log-input";

const shape = structure(
  {},
  {
    accountIdentifiers: list(text({ min: 12, max: 12, pattern: "\\d{12}" }), { min: 0, max: 20 }),
    logGroupNamePrefix: logGroupName,
    logGroupNamePattern: text({ min: 0, max: 512, pattern: "[\\.\\-_/#A-Za-z0-9]*" }),
    nextToken,
    limit: describeLimit,
    includeLinkedAccounts: flag,
    logGroupClass: oneOf(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    logGroupIdentifiers: list(logGroupIdentifier, { min: 1, max: 50 }),
  },
);

/** A page of the groups, by name. */
export function describeLogGroups(logs: Logs, input: unknown) {
  const { logGroupNamePrefix, logGroupNamePattern, limit = 50, ...request } = readLogsInput(shape, input);
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const after = request.nextToken === undefined ? "" : keyIn(request.nextToken);
  if (after === undefined) throw invalidParameter("The specified nextToken is invalid.");
  const pattern = (logGroupNamePattern ?? "").toLowerCase();
  const groups = logs
    .groups()
    .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? "") && name.toLowerCase().includes(pattern))
    .filter(
      ({ name, arn }) =>
        !request.logGroupIdentifiers || request.logGroupIdentifiers.some((id) => id === name || id === arn),
    );
  const { items, last } = cutPage(groups, ({ name }) => name, limit, after);
  return { logGroups: items.map(toOutput), ...(last !== undefined && { nextToken: tokenOf(last) }) };
}

function toOutput({ name, arn, createdMs, retentionDays, storedBytes }: LogGroup) {
  return {
    logGroupName: name,
    creationTime: createdMs,
    ...(retentionDays !== undefined && { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
    logGroupClass: "STANDARD",
  };
}
