import { setImmediate } from "node:timers/promises";
import type { AttributeDefinition, GlobalSecondaryIndexDescription, TableDescription } from "@aws-sdk/client-dynamodb";
import type { Store } from "dynalite/db";

/** A table as dynalite keeps it: DescribeTable answers with all of it. */
export interface StoredTable extends TableDescription {
  readonly TableName: string;
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly GlobalSecondaryIndexes?: StoredIndex[];
}

/** An index of a table, in dynalite's own order of members. */
export interface StoredIndex extends GlobalSecondaryIndexDescription {
  readonly IndexName: string;
}

/** @throws `DynaliteError` ResourceNotFoundException */
export function readTable(store: Store, tableName: string): Promise<StoredTable> {
  return new Promise((resolve, reject) => {
    store.getTable(tableName, false, (error, table) => (error ? reject(error) : resolve(table as StoredTable)));
  });
}

/** Replaces a table's description. */
export function writeTable(store: Store, table: StoredTable): Promise<void> {
  return store.db.put(keyOf(table.TableName), table);
}

/** Waits until dynalite has written a table's last status: it answers before, and writes over what is changed meanwhile. */
export async function settledTable(store: Store, tableName: string): Promise<StoredTable> {
  for (;;) {
    const table = await readTable(store, tableName);
    const indexes = table.GlobalSecondaryIndexes ?? [];
    if (table.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE")) return table;
    await setImmediate();
  }
}

/** Waits until dynalite has removed a table: it answers before. */
export async function goneTable(store: Store, tableName: string): Promise<void> {
  while ((await store.db.get(keyOf(tableName))) !== undefined) await setImmediate();
}

function keyOf(tableName: string): string {
  return `table~${tableName}`;
}
