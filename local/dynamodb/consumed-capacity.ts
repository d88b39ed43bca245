/** What a request consumed of one table, in capacity units. */
export interface Consumed {
  readonly tableName: string;
  /** Of the table and its local indexes. */
  readonly tableUnits: number;
  /** By global secondary index. */
  readonly indexUnits: readonly (readonly [index: string, units: number])[];
}

interface Units {
  readonly CapacityUnits?: number;
}

interface CapacityOutput extends Units {
  readonly TableName: string;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

/** Reads `ConsumedCapacity` as DynamoDB answers it to `INDEXES`: one, or a list of those of a batch's tables. */
export function readConsumed(output: unknown): readonly Consumed[] {
  return listed(output).map(({ TableName, CapacityUnits: units = 0, GlobalSecondaryIndexes = {} }) => {
    const indexes = Object.entries(GlobalSecondaryIndexes);
    const indexUnits = indexes.map(([name, { CapacityUnits = 0 }]) => [name, CapacityUnits] as const);
    return { tableName: TableName, tableUnits: indexUnits.reduce((rest, [, of]) => rest - of, units), indexUnits };
  });
}

/** An answer to `INDEXES` as it is to one who asked for `NONE`, `TOTAL` or `INDEXES`. */
export function shownCapacity<Output extends { readonly ConsumedCapacity?: unknown }>(output: Output, asked: string) {
  if (asked === "INDEXES") return output;
  const { ConsumedCapacity, ...rest } = output;
  if (asked === "NONE") return rest;
  const totals = listed(ConsumedCapacity).map(({ CapacityUnits, TableName }) => ({ CapacityUnits, TableName }));
  return { ...rest, ConsumedCapacity: Array.isArray(ConsumedCapacity) ? totals : totals[0] };
}

function listed(output: unknown): readonly CapacityOutput[] {
  if (output === undefined) return [];
  return Array.isArray(output) ? output : [output as CapacityOutput];
}
