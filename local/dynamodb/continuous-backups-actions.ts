import type { Action } from "../server/target-protocol";
import type { ContinuousBackups } from "./continuous-backups";
import { type DynaliteEngine, isDynamoDbError } from "./dynalite-engine";
import { dynamoDbError, validationError } from "./table-errors";

const maxRecoveryPeriodDays = 35;

interface UpdateContinuousBackupsInput {
  readonly TableName?: string;
  readonly PointInTimeRecoverySpecification?: {
    readonly PointInTimeRecoveryEnabled?: boolean;
    readonly RecoveryPeriodInDays?: number;
  };
}

/** UpdateContinuousBackups: holds what is asked for, though there is no operation here that would restore a table. */
export function updateContinuousBackups(engine: DynaliteEngine, backups: ContinuousBackups): Action {
  return async (input) => {
    const { TableName = "", PointInTimeRecoverySpecification: wanted } = input as UpdateContinuousBackupsInput;
    await checkTableExists(engine, TableName);
    if (typeof wanted?.PointInTimeRecoveryEnabled !== "boolean") {
      throw validationError(
        "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' " +
          "failed to satisfy constraint: Member must not be null",
      );
    }
    const { PointInTimeRecoveryEnabled: isEnabled, RecoveryPeriodInDays: days = maxRecoveryPeriodDays } = wanted;
    if (!Number.isInteger(days) || days < 1 || days > maxRecoveryPeriodDays) {
      throw validationError(
        `1 validation error detected: Value '${days}' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' ` +
          `failed to satisfy constraint: Member must be between 1 and ${maxRecoveryPeriodDays}`,
      );
    }
    await backups.set(TableName, isEnabled ? days : undefined);
    return describe(backups, TableName);
  };
}

/** DescribeContinuousBackups: without the times that a table could be restored to, for here it can't. */
export function describeContinuousBackups(engine: DynaliteEngine, backups: ContinuousBackups): Action {
  return async (input) => {
    const { TableName = "" } = input as { readonly TableName?: string };
    await checkTableExists(engine, TableName);
    return describe(backups, TableName);
  };
}

async function describe(backups: ContinuousBackups, tableName: string) {
  const days = await backups.recoveryPeriodDays(tableName);
  const recovery =
    days === undefined
      ? { PointInTimeRecoveryStatus: "DISABLED" }
      : { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: days };
  // Continuous backups themselves are on for every table.
  return {
    ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription: recovery },
  };
}

/** These two operations have an error of their own for it. */
async function checkTableExists(engine: DynaliteEngine, tableName: string): Promise<void> {
  try {
    await engine.call("DescribeTable", { TableName: tableName });
  } catch (error) {
    if (!isDynamoDbError(error, "ResourceNotFoundException")) throw error;
    throw dynamoDbError("TableNotFoundException", `Table not found: ${tableName}`);
  }
}
