import { loadOperation, type Operation } from "./dynalite-operation";
import { goneTable, readTable } from "./stored-table";
import { validationError } from "./table-errors";

const dynalite = loadOperation("DeleteTable");

/** DeleteTable, which leaves protected tables alone. */
export const deleteTable: Operation = {
  rules: dynalite.rules,
  async run(store, input) {
    const { TableName } = input as { readonly TableName: string };
    const { DeletionProtectionEnabled } = await readTable(store, TableName);
    if (DeletionProtectionEnabled) {
      throw validationError(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    }
    const output = await dynalite.run(store, input);
    await goneTable(store, TableName);
    return output;
  },
};
