import type { BatchWriteItemCommandInput, BatchWriteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Table } from "../shared/processor/write";

/** DynamoDB's `BatchWriteItem`, given up after `timeoutMs`. */
export type BatchWrite = (
  input: BatchWriteItemCommandInput,
  timeoutMs: number,
) => Promise<Pick<BatchWriteItemCommandOutput, "UnprocessedItems">>;

/** The table of events: an event's item is the same whenever it is written, so no order need be kept. */
export function eventTable(name: string, batchWrite: BatchWrite): Table {
  return {
    sortKey: "timestamp_event_id",
    // DynamoDB's limit for one BatchWriteItem.
    maxItemsPerRequest: 25,
    put: async (items, timeoutMs) => {
      const requests = items.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await batchWrite({ RequestItems: { [name]: requests } }, timeoutMs);
      return (UnprocessedItems?.[name] ?? []).flatMap(({ PutRequest }) => (PutRequest?.Item ? [PutRequest.Item] : []));
    },
  };
}
