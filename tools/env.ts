import type { Command } from "commander";
import { type Environment, environmentNames, loadEnvironment } from "../environments";
import { namesOf } from "../names";
import { listSources } from "../sources";
import { ciRolesOf } from "./ci-roles";

/** Adds `weir env`: an environment's checked fields and physical names, or all of its errors at once. */
export function registerEnv(program: Command): void {
  program
    .command("env")
    .description("Check an environment and show what it stands for.")
    .option("--env <name>", `one of: ${environmentNames.join(", ")}`, "dev")
    .option("--json", "print every field, defaults filled in, and the ARNs of the CI's roles, as JSON")
    .addHelpText("after", "\nExamples:\n  weir env\n  weir env --env prod\n  weir env --env staging --json")
    .action(async ({ env, json }: { env: string; json?: true }) => {
      const environment = loadEnvironment(env, await listSources());
      const fields = { ...environment, ciRoles: ciRolesOf(environment) };
      process.stdout.write(`${json ? JSON.stringify(fields, null, 2) : summaryOf(environment)}\n`);
    });
}

/** A line a thing, for people. */
function summaryOf(environment: Environment): string {
  const names = namesOf(environment);
  const { account, region, owner, encryption, deletionProtection } = environment;
  const rows = [
    ["environment", environment.name, `${environment.tier}, owner ${owner}`],
    ["target", `${account} ${region}`, account === "000000000000" ? "a placeholder: set your account in its file" : ""],
    ["protection", deletionProtection ? "on" : "off", `${encryption} keys`],
    ...Object.entries(environment.streams).map(([key, { capacity, retentionHours }]) => {
      const shards = capacity.mode === "provisioned" ? `${capacity.shards} shards` : "on-demand";
      return ["stream", names.stream(key).name, `${shards}, keeps ${retentionHours} h`];
    }),
    ...Object.entries(environment.tables).map(([key, { capacity, holds, ttlDays }]) => {
      return ["table", names.table(key).name, `${capacity.mode}, ${holds.kind} live ${ttlDays} days`];
    }),
    ...Object.entries(environment.processors).map(([key, { stream, consumer, table, reservedConcurrency }]) => {
      const through = consumer === undefined ? "" : ` through ${consumer}`;
      return [
        "processor",
        names.function(key).name,
        `${stream}${through} → ${table}, at most ${reservedConcurrency} at once`,
      ];
    }),
    ...Object.entries(environment.deliveries).map(([key, { source, transform, destination }]) => {
      const from = source.kind === "stream" ? source.stream : "put directly";
      const to = destination.kind === "s3" ? `lake ${destination.prefix}` : destination.kind;
      const path = [from, ...(transform ? [transform.name] : []), to].join(" → ");
      return ["delivery", names.deliveryStream(key).name, path];
    }),
    ...Object.entries(environment.analytics).map(([key, { input, output, rejects, sql, parallelism }]) => {
      const path = `${input} → ${sql} → ${output}, ${rejects}`;
      return ["analytics", names.application(key).name, `${path}, ${parallelism} at once`];
    }),
    ...Object.entries(environment.lake.tables).map(([key, { format, prefix }]) => {
      return ["lake table", `${names.glueDatabase.name}.${names.glueTable(key).name}`, `${format} in ${prefix}`];
    }),
    ...[names.lakeBucket, names.failuresBucket, names.accessLogsBucket, names.artifactsBucket].map(({ name }) => {
      return ["bucket", name, ""];
    }),
    ["state bucket", names.stateBucket.name, ""],
    ...Object.entries(ciRolesOf(environment) ?? {}).map(([verb, arn]) => {
      return ["CI role", arn, `to ${verb}, from ${environment.ci?.repository}`];
    }),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
