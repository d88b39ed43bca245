import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamodb, surroundings, within } from "../shared/processor/lambda";
import { commonSettings, readVariables } from "../shared/processor/settings";
import { makeHandler } from "./handler";

/** The Lambda entry point. */
export const handler = makeHandler({
  ...surroundings,
  putItem: (input, timeoutMs) =>
    within(timeoutMs, (abortSignal) => dynamodb.send(new PutItemCommand(input), { abortSignal })),
  settings: readVariables(process.env, commonSettings),
});
