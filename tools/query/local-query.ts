import { types } from "node:util";
import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
} from "@duckdb/node-api";
import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { toCell } from "./duckdb-cell";
import type { QueryResult, Row } from "./result";

/**
 * Runs a query over the lake's local objects.
 * @throws Error when it is no query, or DuckDB refuses it, with the columns or tables that there are
 */
export async function queryLocally(
  connection: DuckDBConnection,
  environment: Environment,
  sql: string,
): Promise<QueryResult> {
  const explained = <T>(step: Promise<T>) => step.catch((error: unknown) => explain(error, environment, sql));
  const query = await explained(prepareQuery(connection, sql));
  const result = await explained(query.stream());
  return { columns: result.deduplicatedColumnNames(), parts: readParts(result, explained) };
}

/** The lake is read only, here as in Athena's workgroup. */
async function prepareQuery(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const isEmpty = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, "").trim() === "";
  if (isEmpty) throw new Error("the query is empty; give one, such as select …");
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error(`${statements.count} statements; give one query at a time`);
  const statement = await statements.prepare(0);
  if (statement.statementType === StatementType.SELECT) return statement;
  throw new Error(
    `a statement of kind ${StatementType[statement.statementType]}; only queries are taken, such as select …`,
  );
}

async function* readParts(
  result: DuckDBResult,
  explained: <T>(step: Promise<T>) => Promise<T>,
): AsyncGenerator<readonly Row[]> {
  // Not the result's own iterator: a query that fails in the middle is to be explained, too.
  for (let chunk = await explained(result.fetchChunk()); chunk; chunk = await explained(result.fetchChunk())) {
    if (chunk.rowCount === 0) return;
    yield chunk.getRows().map((row) => row.map(toCell));
  }
}

/** Throws what DuckDB says, and what it should have been asked for. */
function explain(error: unknown, environment: Environment, sql: string): never {
  if (!types.isNativeError(error)) throw error;
  const message = error.message.replace(/^Failed to \w+ \w+: /, "");
  const { glueDatabase, glueTable } = namesOf(environment);
  const tables = Object.entries(environment.lake.tables).map(([key, table]) => ({
    name: glueTable(key).name,
    ...table,
  }));
  const [, missing] = /^Catalog Error: Table with name (\S+) does not exist!/.exec(message) ?? [];
  if (missing !== undefined) {
    const known = tables.map(({ name }) => name).join(", ") || "none: name some under lake.tables of the environment";
    throw new Error(`there is no table "${missing}"; the tables of ${glueDatabase.name} are: ${known}`);
  }
  // What DuckDB says of INSERT and its like before it comes to what kind of statement it is.
  if (/^(Catalog Error: \S+ is not an table|Binder Error: Can only [\w ]+ base table)/.test(message)) {
    throw new Error("the lake is read only; only queries are taken, such as select …");
  }
  if (!/^Binder Error: .*(column|does not have)/i.test(message)) throw new Error(message);
  const [, quoted] = /^Binder Error: Referenced column "([^"]+)" not found/.exec(message) ?? [];
  const hint =
    quoted !== undefined && sql.includes(`"${quoted}"`)
      ? `\n\n"${quoted}" in double quotes is a name; a text stands in single ones: '${quoted}'`
      : "";
  const asked = tables.filter(({ name }) => sql.toLowerCase().includes(name));
  const columns = asked.map(({ name, columns: own, partitions }) => {
    const typed = Object.entries(own).map(([column, type]) => `${column} ${type}`);
    return `\n\ncolumns of ${name}: ${[...typed, ...Object.keys(partitions).map((p) => `${p} (partition)`)].join(", ")}`;
  });
  throw new Error(`${message}${hint}${columns.join("")}`);
}
