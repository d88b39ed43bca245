import { opendir } from "node:fs/promises";
import { join, sep } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { quoteName, quotePath, quoteText } from "./quote";
import { refusedTableQuery, tableQuery } from "./table-query";

/**
 * A database in memory with a view for each table of the lake, by the names that Athena knows them by. It reads the
 * lake's local objects and nothing else.
 * @param s3Dir the folder of the local buckets
 */
export async function openLake(environment: Environment, s3Dir: string): Promise<DuckDBConnection> {
  const names = namesOf(environment);
  const bucketDir = `${join(s3Dir, names.lakeBucket.name)}${sep}`;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  // Athena's time zone; what lies at the end of each Parquet file, which each query wants again; and of external access
  // what the bucket holds, also by a pattern of paths, which DuckDB checks as it is written.
  await connection.run(`
    SET TimeZone = 'UTC';
    SET parquet_metadata_cache = true;
    SET allowed_directories = [${quoteText(bucketDir)}, ${quoteText(quotePath(bucketDir))}];
    SET enable_external_access = false;
    SET lock_configuration = true;
    CREATE SCHEMA ${quoteName(names.glueDatabase.name)};
    USE ${quoteName(names.glueDatabase.name)};`);
  for (const [key, table] of Object.entries(environment.lake.tables)) {
    const folder = `${bucketDir}${table.prefix}`;
    const createView = (query: string) =>
      connection.run(`CREATE VIEW ${quoteName(names.glueTable(key).name)} AS ${query}`);
    try {
      await createView(tableQuery(table, folder, !(await holdsFile(folder))));
    } catch (error) {
      // An object of another format: who asks for this table is told, and all others can be queried.
      await createView(refusedTableQuery(table, reasonOf(error)));
    }
  }
  return connection;
}

/** What DuckDB says, without the kind of error, which it will say again, and the line of our SQL. */
function reasonOf(error: unknown): string {
  return String(error)
    .replace(/^([\w ]*Error: )+/, "")
    .replace(/\n\nLINE[\s\S]*$/, "");
}

/** Whether a file lies in a folder, however deep; false, too, where there is no such folder. */
async function holdsFile(folder: string): Promise<boolean> {
  try {
    for await (const entry of await opendir(folder, { recursive: true })) if (entry.isFile()) return true;
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return false;
  }
}
