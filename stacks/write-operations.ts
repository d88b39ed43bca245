import type { Table } from "../environments";

/** What the writer of each kind of content asks DynamoDB for. */
export const writeOperations = {
  events: "BatchWriteItem",
  aggregates: "PutItem",
} satisfies Record<Table["holds"]["kind"], string>;
