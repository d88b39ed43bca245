import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamodb, surroundings, within } from "../shared/processor/lambda";
import { makeHandler } from "./handler";
import { readSettings } from "./settings";

/** The Lambda entry point. */
export const handler = makeHandler({
  ...surroundings,
  batchWrite: (input, timeoutMs) =>
    within(timeoutMs, (abortSignal) => dynamodb.send(new BatchWriteItemCommand(input), { abortSignal })),
  settings: readSettings(process.env),
});
