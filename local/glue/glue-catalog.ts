import { AwsError } from "../aws-error";

/** A column of a table. */
export interface GlueColumn {
  readonly name: string;
  /** Hive's word for it: `string`, `decimal(10,2)`, `struct<device:string,browser:string>`. */
  readonly type: string;
}

/** A table of the Data Catalog. */
export interface GlueTable {
  readonly databaseName: string;
  readonly name: string;
  /** Of the objects themselves, in their order. */
  readonly columns: readonly GlueColumn[];
  /** Those that stand in the objects' keys. */
  readonly partitionKeys: readonly GlueColumn[];
  /** `s3://bucket/prefix/`. */
  readonly location: string;
}

/** The tables of the account's Data Catalog. */
export class GlueCatalog {
  readonly #tables = new Map<string, GlueTable>();

  /** Adds a table, or replaces the one of that name. */
  putTable(table: GlueTable): void {
    this.#tables.set(`${table.databaseName}.${table.name}`, table);
  }

  /** @throws AwsError `EntityNotFoundException` when there is no such table */
  table(databaseName: string, name: string): GlueTable {
    const table = this.#tables.get(`${databaseName}.${name}`);
    if (table) return table;
    throw new AwsError("EntityNotFoundException", `Table ${name} not found.`);
  }
}
