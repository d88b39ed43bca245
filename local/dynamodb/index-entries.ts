import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { getIndexActions, type Store } from "dynalite/db";
import type { StoredIndex, StoredTable } from "./stored-table";

type Item = Readonly<Record<string, AttributeValue>>;

const pageItems = 1_000;

/** Enters every item of a table that has an index's keys, as dynalite does for each item that is written. */
export async function fillIndex(store: Store, table: StoredTable, index: StoredIndex): Promise<void> {
  const types = new Map(table.AttributeDefinitions.map((key) => [key.AttributeName, key.AttributeType ?? ""]));
  // DynamoDB leaves out items whose attribute has not the key's type; later writes of such are refused.
  const hasKeys = (item: Item) =>
    index.KeySchema?.every(({ AttributeName = "" }) => {
      const value = Object.entries(item[AttributeName] ?? {})[0];
      return value?.[0] === types.get(AttributeName) && value?.[1] !== "";
    });
  const items = store.db.values(rangeOf(`item-${table.TableName}~`));
  try {
    for (let page = await items.nextv(pageItems); page.length > 0; page = await items.nextv(pageItems)) {
      const entries = (page as Item[])
        .filter(hasKeys)
        .flatMap((item) => getIndexActions([index], undefined, item, table).puts);
      const prefix = prefixOf(table.TableName, index.IndexName);
      await store.db.batch(entries.map(({ key, item }) => ({ type: "put", key: prefix + key, value: item })));
    }
  } finally {
    await items.close();
  }
}

/** Removes what an index holds. */
export function clearIndex(store: Store, tableName: string, indexName: string): Promise<void> {
  return store.db.clear(rangeOf(prefixOf(tableName, indexName)));
}

function prefixOf(tableName: string, indexName: string): string {
  return `index-global~${tableName}~${indexName}~`;
}

/** Every key that begins with `prefix`. */
function rangeOf(prefix: string): { readonly gte: string; readonly lt: string } {
  return { gte: prefix, lt: `${prefix}\u{10ffff}` };
}
