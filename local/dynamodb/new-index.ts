import type { AttributeDefinition, CreateGlobalSecondaryIndexAction } from "@aws-sdk/client-dynamodb";
import type { Store } from "dynalite/db";
import { createTable } from "./create-table";
import { clearIndex, fillIndex } from "./index-entries";
import type { StoredIndex, StoredTable } from "./stored-table";
import { validationError } from "./table-errors";

/** An index to make, once `checkInput` has seen it. */
export interface NewIndex extends CreateGlobalSecondaryIndexAction {
  readonly IndexName: string;
}

/**
 * Checks an index that a table is to get.
 * @param definitions the request's own: DynamoDB wants the index's keys among them, whatever the table defines
 * @throws AwsError ValidationException
 */
export function checkNewIndex(
  store: Store,
  table: StoredTable,
  index: NewIndex,
  definitions: readonly AttributeDefinition[],
): void {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if ([...indexes, ...(table.LocalSecondaryIndexes ?? [])].some(({ IndexName }) => IndexName === index.IndexName)) {
    throw validationError("Attempting to create an index which already exists");
  }
  const defined = definitions.map(({ AttributeName }) => AttributeName);
  const missing = namesOf(index.KeySchema).filter((name) => !defined.includes(name));
  if (missing.length > 0) {
    throw validationError(
      "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. " +
        `Keys: [${missing.join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
  }
  const isOnDemand = table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
  if (!isOnDemand && !index.ProvisionedThroughput) {
    throw validationError(
      `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${index.IndexName}`,
    );
  }
  // What else an index may not be is what CreateTable refuses of one.
  const definition = {
    BillingMode: isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
    ProvisionedThroughput: isOnDemand ? undefined : table.ProvisionedThroughput,
    KeySchema: table.KeySchema,
    AttributeDefinitions: definitionsWith(table, definitions),
    GlobalSecondaryIndexes: [
      ...indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
      index,
    ],
  };
  const problem = createTable.rules.custom?.(definition, store);
  if (typeof problem === "string") throw validationError(problem);
}

/** Makes an index out of what the table holds; nothing may be written to the table meanwhile. */
export async function withIndex(
  store: Store,
  table: StoredTable,
  index: NewIndex,
  definitions: readonly AttributeDefinition[],
): Promise<StoredTable> {
  const made: StoredIndex = {
    ...index,
    IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    IndexStatus: "ACTIVE",
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: {
      ...{ ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
      ...index.ProvisionedThroughput,
    },
  };
  const grown = {
    ...table,
    AttributeDefinitions: definitionsWith(table, definitions),
    GlobalSecondaryIndexes: [...(table.GlobalSecondaryIndexes ?? []), made],
  };
  // A process that was killed in the middle left entries of an index that its table does not know.
  await clearIndex(store, table.TableName, index.IndexName);
  await fillIndex(store, grown, made);
  return grown;
}

/** Takes an index from a table, and the definitions of attributes that are keys no more. */
export async function withoutIndex(store: Store, table: StoredTable, indexName: string): Promise<StoredTable> {
  await clearIndex(store, table.TableName, indexName);
  const rest = table.GlobalSecondaryIndexes?.filter(({ IndexName }) => IndexName !== indexName) ?? [];
  const keys = [table, ...rest, ...(table.LocalSecondaryIndexes ?? [])].flatMap(({ KeySchema }) => namesOf(KeySchema));
  return {
    ...table,
    AttributeDefinitions: table.AttributeDefinitions.filter(({ AttributeName = "" }) => keys.includes(AttributeName)),
    // DynamoDB lists no indexes rather than none of them.
    GlobalSecondaryIndexes: rest.length > 0 ? rest : undefined,
  };
}

function definitionsWith(table: StoredTable, added: readonly AttributeDefinition[]): AttributeDefinition[] {
  const known = table.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  return [...table.AttributeDefinitions, ...added.filter(({ AttributeName }) => !known.includes(AttributeName))];
}

function namesOf(keySchema: StoredIndex["KeySchema"]): string[] {
  return keySchema?.map(({ AttributeName = "" }) => AttributeName) ?? [];
}
