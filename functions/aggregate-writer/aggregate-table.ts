import { ConditionalCheckFailedException, type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { Item } from "../shared/processor/attribute-value";
import type { Table } from "../shared/processor/write";

/** DynamoDB's `PutItem`, given up after `timeoutMs`. */
export type PutItem = (input: PutItemCommandInput, timeoutMs: number) => Promise<unknown>;

/**
 * The table of aggregates. A job that begins again at a checkpoint repeats windows, and a repeat may differ: of two, the
 * one that came later into the stream stays, in whatever order they are written. That is a condition, which only
 * requests of one item can have.
 */
export function aggregateTable(name: string, putItem: PutItem): Table {
  const put = async (item: Item, timeoutMs: number) => {
    const sequenceNumber = item["sequence_number"];
    try {
      await putItem(
        {
          TableName: name,
          Item: item,
          // Of one partition key, later numbers are greater, also in the shards that a shard is split into; all have 56
          // digits, and so compare as text.
          ConditionExpression: "attribute_not_exists(sequence_number) OR sequence_number < :sequence_number",
          ExpressionAttributeValues: sequenceNumber && { ":sequence_number": sequenceNumber },
        },
        timeoutMs,
      );
    } catch (error) {
      // This aggregate or a later one is there.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  return {
    sortKey: "window_event_type",
    maxItemsPerRequest: 1,
    put: async ([item], timeoutMs) => {
      if (item) await put(item, timeoutMs);
      return [];
    },
  };
}
