import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { type Environment, loadEnvironment } from "../environments";
import { namesOf } from "../names";
import { awsTarget } from "./aws-target";
import { s3Dir } from "./data-dir";
import { formats } from "./query/formats";
import type { QueryResult } from "./query/result";
import { ScanProgress } from "./query/scan-progress";

interface QueryOptions {
  readonly env: string;
  readonly aws: boolean;
  readonly table?: true;
  readonly csv?: true;
  readonly json?: true;
}

const examples = `
The tables are those of the environment's lake, by their names in the Glue Data Catalog: underscores, no hyphens.
Locally the query reads the objects that weir up has delivered; with --aws the same text runs in Athena, which bills
what it scans.

Examples:
  weir query "select count(*) from events"
  weir query "select event_type, avg(value) from events where day = '2026-01-02' group by 1" --csv
  weir query "select * from events limit 10" --json
  weir query "describe events"
  weir query "select count(*) from events" --env prod --aws

Exit codes: 0 the result was written, 1 error.`;

/** Adds `weir query`: SQL over the lake, local or in Athena. */
export function registerQuery(program: Command): void {
  program
    .command("query")
    .description("Query the lake with SQL.")
    .argument("<sql>", "one query, in quotes")
    .option("--env <name>", "environment whose lake it is", "dev")
    .option("--aws", "run the query in Athena, with your own credentials", false)
    .addOption(new Option("--table", "print a table (default on a terminal)").conflicts(["csv", "json"]))
    .addOption(new Option("--csv", "print CSV with a header (default elsewhere)").conflicts(["table", "json"]))
    .addOption(new Option("--json", "print a JSON object a row").conflicts(["table", "csv"]))
    .addHelpText("after", examples)
    .action(query);
}

async function query(sql: string, { env, aws, table, csv, json }: QueryOptions): Promise<void> {
  const environment = loadEnvironment(env);
  const result = aws ? await askAthena(environment, sql) : await askLocally(environment, sql);
  const format = json ? "json" : csv || (!table && !process.stdout.isTTY) ? "csv" : "table";
  await write(formats[format](result));
}

// DuckDB and Athena's client are loaded by who asks them: every other verb would wait for them, too.

async function askLocally(environment: Environment, sql: string): Promise<QueryResult> {
  const { openLake } = require("./query/lake") as typeof import("./query/lake");
  const { queryLocally } = require("./query/local-query") as typeof import("./query/local-query");
  return queryLocally(await openLake(environment, s3Dir), environment, sql);
}

async function askAthena(environment: Environment, sql: string): Promise<QueryResult> {
  process.stderr.write(`${awsTarget(environment, "ATHENA")}\n`);
  const { AthenaClient } = require("@aws-sdk/client-athena") as typeof import("@aws-sdk/client-athena");
  const { queryAthena } = require("./query/athena-query") as typeof import("./query/athena-query");
  const { workgroup, glueDatabase } = namesOf(environment);
  const progress = new ScanProgress(process.stderr, environment.lake.maxQueryScanMebibytes * 2 ** 20);
  // The first Ctrl-C or termination cancels the query, the second ends the process.
  const interrupt = new AbortController();
  const abort = () => interrupt.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, abort);
  try {
    return await queryAthena(new AthenaClient({ region: environment.region }), {
      sql,
      workgroup: workgroup.name,
      database: glueDatabase.name,
      signal: interrupt.signal,
      onProgress: (now) => progress.show(now),
    });
  } finally {
    progress.end();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, abort);
  }
}

async function write(text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), process.stdout, { end: false });
  } catch (error) {
    // Whoever reads, such as head, has enough.
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}
