import { setTimeout as sleep } from "node:timers/promises";
import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  type ResultSet,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import type { Cell, QueryResult, Row } from "./result";

/** A query for Athena. */
export interface AthenaQuery {
  readonly sql: string;
  readonly workgroup: string;
  readonly database: string;
  /** Cancels the query, which would go on and cost. */
  readonly signal: AbortSignal;
  /** Is told how far the query is, again and again. */
  readonly onProgress: (progress: AthenaProgress) => void;
}

/** How far a query is. */
export interface AthenaProgress {
  /** `QUEUED`, `RUNNING`, `SUCCEEDED`, `FAILED` or `CANCELLED`. */
  readonly state: string;
  readonly scannedBytes: number;
}

const firstPollMs = 100;
const maxPollMs = 2_000;

/** Athena's types whose values JSON writes as they come. */
const jsonTypes = new Set("tinyint smallint integer bigint float real double decimal boolean".split(" "));

/**
 * Runs a query in Athena; its result is read page by page.
 * @throws Error when the query fails or is cancelled, with Athena's reason
 */
export async function queryAthena(client: AthenaClient, query: AthenaQuery): Promise<QueryResult> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: query.sql,
      WorkGroup: query.workgroup,
      QueryExecutionContext: { Database: query.database },
    }),
  );
  if (QueryExecutionId === undefined) throw new Error("Athena took the query and gave it no id");
  const { StatementType } = await untilSucceeded(client, QueryExecutionId, query);
  const results = readResults(client, QueryExecutionId);
  const { value: first } = await results.next();
  const columns = first?.ResultSetMetadata?.ColumnInfo ?? [];
  // The first row of a SELECT's result is its header; SHOW and its like have none.
  const headerRows = StatementType === "DML" ? 1 : 0;
  return {
    columns: columns.map(({ Name = "" }) => Name),
    parts: (async function* () {
      yield toRows(first, columns).slice(headerRows);
      for await (const result of results) yield toRows(result, columns);
    })(),
  };
}

async function untilSucceeded(
  client: AthenaClient,
  QueryExecutionId: string,
  { signal, onProgress }: AthenaQuery,
): Promise<QueryExecution> {
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, maxPollMs)) {
    const { QueryExecution = {} } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State: state = "QUEUED", StateChangeReason: reason = "no reason given" } = QueryExecution.Status ?? {};
    onProgress({ state, scannedBytes: QueryExecution.Statistics?.DataScannedInBytes ?? 0 });
    if (state === "SUCCEEDED") return QueryExecution;
    if (state === "FAILED" || state === "CANCELLED") throw new Error(`Athena: ${state}: ${reason}`);
    if (signal.aborted) await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    await sleep(pollMs);
  }
}

async function* readResults(client: AthenaClient, QueryExecutionId: string): AsyncGenerator<ResultSet | undefined> {
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) yield ResultSet;
}

function toRows(result: ResultSet | undefined, columns: readonly ColumnInfo[]): Row[] {
  return (result?.Rows ?? []).map(({ Data = [] }) => columns.map(({ Type }, i) => toCell(Data[i]?.VarCharValue, Type)));
}

function toCell(text: string | undefined, type = ""): Cell | null {
  if (text === undefined) return null;
  // NaN and Infinity are doubles, too, and not of JSON.
  return { text, isJson: jsonTypes.has(type) && /^(-?\d|true$|false$)/.test(text) };
}
