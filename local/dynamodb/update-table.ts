import type { AttributeDefinition, GlobalSecondaryIndexUpdate, UpdateTableInput } from "@aws-sdk/client-dynamodb";
import type { OperationRules } from "dynalite/validations";
import { createTable } from "./create-table";
import { loadOperation, type Operation } from "./dynalite-operation";
import { checkNewIndex, type NewIndex, withIndex, withoutIndex } from "./new-index";
import { readTable, type StoredTable, settledTable, writeTable } from "./stored-table";
import { dynamoDbError } from "./table-errors";

const dynalite = loadOperation("UpdateTable");

/** Throughput and billing by dynalite; deletion protection, and indexes made and removed, by us. All of it is done at once. */
export const updateTable: Operation = {
  rules: {
    types: updateTypes(),
    // dynalite's list of what a request may be about lacks protection.
    custom: (input, store) =>
      dynalite.rules.custom?.({ UpdateStreamEnabled: "DeletionProtectionEnabled" in input, ...input }, store),
  },
  async run(store, input) {
    const { AttributeDefinitions = [], GlobalSecondaryIndexUpdates = [], ...settings } = input as Input;
    const { TableName, DeletionProtectionEnabled, ...throughput } = settings;
    const table = await readTable(store, TableName);
    const { create, remove } = onlineChange(GlobalSecondaryIndexUpdates);
    if (create) checkNewIndex(store, table, create, AttributeDefinitions);
    if (remove !== undefined) checkIndexExists(table, remove);

    const updates = GlobalSecondaryIndexUpdates.filter(({ Update }) => Update);
    if (updates.length > 0 || Object.keys(throughput).length > 0) {
      await dynalite.run(store, { TableName, ...throughput, GlobalSecondaryIndexUpdates: updates });
    }
    let updated = await settledTable(store, TableName);
    if (DeletionProtectionEnabled !== undefined) updated = { ...updated, DeletionProtectionEnabled };
    if (remove !== undefined) updated = await withoutIndex(store, updated, remove);
    if (create) updated = await withIndex(store, updated, create, AttributeDefinitions);
    await writeTable(store, updated);
    return { TableDescription: updated };
  },
};

interface Input extends UpdateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: AttributeDefinition[];
}

interface List {
  readonly type: string;
  readonly children: unknown;
}

/** Where the members of an index to make are among UpdateTable's rules. */
interface IndexUpdates extends List {
  readonly children: { readonly children: { readonly Create: { readonly children: Record<string, unknown> } } };
}

/** dynalite's, with what it does not know, and without the throughput that it wants of an index even on demand. */
function updateTypes(): OperationRules["types"] {
  const types = structuredClone(dynalite.rules.types);
  const { AttributeDefinitions: definitions, ProvisionedThroughput: throughput } = createTable.rules.types;
  const updates = types["GlobalSecondaryIndexUpdates"] as IndexUpdates;
  updates.children.children.Create.children["ProvisionedThroughput"] = throughput;
  const AttributeDefinitions = { type: "List", children: (definitions as List).children };
  return { ...types, AttributeDefinitions, DeletionProtectionEnabled: "Boolean" };
}

/** DynamoDB makes or removes one index at a time. */
function onlineChange(updates: readonly GlobalSecondaryIndexUpdate[]): { create?: NewIndex; remove?: string } {
  const changes = updates.filter(({ Create, Delete }) => Create ?? Delete);
  if (changes.length > 1) {
    throw dynamoDbError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  }
  const [change] = changes;
  return { create: change?.Create as NewIndex | undefined, remove: change?.Delete?.IndexName };
}

function checkIndexExists(table: StoredTable, indexName: string): void {
  if (table.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === indexName)) return;
  throw dynamoDbError("ResourceNotFoundException", "Requested resource not found");
}
