import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { toStreamRecord } from "../../functions/shared/kinesis-event";
import { prepareItem } from "../../functions/stream-processor/record";
import { readSettings } from "../../functions/stream-processor/settings";
import { functionEnvironment } from "./function-environment";
import { compete } from "./job";

const itemsPerBatch = 25;

/** As many requests in flight as the processor has with batches of 100. */
const concurrency = 4;

/** What DynamoDB's emulator can take at most: the processor's own items, made beforehand, written by the SDK alone. */
compete(async ({ dynamodb, table, events }) => {
  const env = functionEnvironment(dynamodb, table);
  Object.assign(process.env, env);
  const settings = readSettings(env);
  const client = new DynamoDBClient();
  const requests = events
    .flatMap(({ Records }) => Records)
    .map((record) => prepareItem(toStreamRecord(record), new Date().toISOString(), settings))
    .map(({ item }) => ({ PutRequest: { Item: item } }));
  return async () => {
    let next = 0;
    const worker = async () => {
      while (next < requests.length) {
        const batch = requests.slice(next, next + itemsPerBatch);
        next += itemsPerBatch;
        await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: batch } }));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
});
