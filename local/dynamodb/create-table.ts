import type { CreateTableInput, CreateTableOutput } from "@aws-sdk/client-dynamodb";
import type { Store } from "dynalite/db";
import { checkInput, loadOperation, type Operation } from "./dynalite-operation";
import { settledTable } from "./stored-table";

const dynalite = loadOperation("CreateTable");
const tagResource = loadOperation("TagResource");

/** CreateTable with what dynalite does not know of it: deletion protection, which it keeps, and tags. */
export const createTable: Operation = {
  rules: {
    ...dynalite.rules,
    types: { ...dynalite.rules.types, DeletionProtectionEnabled: "Boolean", Tags: tagResource.rules.types["Tags"] },
  },
  async run(store, input) {
    const { Tags, ...table } = input as CreateTableInput & { readonly TableName: string };
    const tags = Tags && checkInput(tagResource.rules, { ResourceArn: arnOf(store, table.TableName), Tags }, store);
    const output = (await dynalite.run(store, { DeletionProtectionEnabled: false, ...table })) as CreateTableOutput;
    await settledTable(store, table.TableName);
    if (tags) await tagResource.run(store, tags);
    return output;
  },
};

function arnOf({ tableDb }: Store, tableName: string): string {
  return `arn:aws:dynamodb:${tableDb.awsRegion}:${tableDb.awsAccountId}:table/${tableName}`;
}
