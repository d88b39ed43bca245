import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { Construct } from "constructs";
import { type Environment, lakeFolders, partitionType } from "../environments";
import { AccessLogBucket } from "../modules/access-log-bucket/access-log-bucket";
import { FailuresBucket } from "../modules/failures-bucket/failures-bucket";
import { GlueTable } from "../modules/glue-table/glue-table";
import { LakeBucket } from "../modules/lake-bucket/lake-bucket";
import { PrivateBucket } from "../modules/private-bucket/private-bucket";
import type { TableMetrics } from "../modules/processed-table/metrics";
import { ProcessedTable } from "../modules/processed-table/processed-table";
import { QueryWorkgroup } from "../modules/query-workgroup/query-workgroup";
import { byKey } from "./by-key";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation";
import { lakeQueries } from "./lake-queries";

/** What holds data for long: buckets and tables, and what says how the lake is read. */
export class StorageStack extends EnvironmentStack {
  /** A table's metrics by its key. @throws Error when there is no such table. */
  readonly metricsOf: (table: string) => TableMetrics;

  constructor(scope: Construct, environment: Environment, foundation: FoundationStack) {
    super(scope, "storage", environment);
    this.addDependency(foundation);
    this.buckets(foundation.keys.buckets);
    this.metricsOf = this.tables(foundation.keys.tables);
    if (Object.keys(environment.lake.tables).length > 0) this.catalog(foundation.keys.buckets);
  }

  private buckets(keyArn: string | undefined): void {
    const { environment, names } = this;
    const { lake, failures } = environment;
    const isProtected = environment.deletionProtection;
    const logBucket = new AccessLogBucket(this, "AccessLogs", {
      ...names.accessLogsBucket,
      account: environment.account,
      isProtected,
      expiryDays: environment.accessLogs.expiryDays,
      sources: [names.lakeBucket.arn, names.failuresBucket.arn, names.artifactsBucket.arn],
    });
    const common = {
      isProtected,
      encryption: { kind: "kms", keyArn },
      accessLogs: { bucketName: logBucket.name, ready: logBucket.policy },
    } as const;
    new LakeBucket(this, "Lake", {
      ...common,
      ...names.lakeBucket,
      ...lake,
      expiryDays: {
        [lakeFolders.errors]: lake.errorsExpiryDays,
        [lakeFolders.queryResults]: lake.queryResultsExpiryDays,
      },
    });
    new FailuresBucket(this, "Failures", { ...common, ...names.failuresBucket, ...failures });
    // Whoever rolls back needs an artifact that was replaced as long as the lake keeps what was.
    new PrivateBucket(this, "Artifacts", {
      ...common,
      ...names.artifactsBucket,
      noncurrentExpiryDays: lake.noncurrentExpiryDays,
    });
    this.output("buckets", {
      lake: names.lakeBucket,
      failures: names.failuresBucket,
      accessLogs: names.accessLogsBucket,
      artifacts: names.artifactsBucket,
    });
  }

  private tables(keyArn: string | undefined): StorageStack["metricsOf"] {
    const { environment, names } = this;
    const group = new Construct(this, "Tables");
    const made = Object.entries(environment.tables).map(([key, table]) => {
      const construct = new ProcessedTable(group, key, {
        name: names.table(key).name,
        holds: table.holds.kind,
        capacity: table.capacity,
        pointInTimeRecoveryDays: table.pointInTimeRecoveryDays,
        keyArn,
        isProtected: environment.deletionProtection,
      });
      return { key, construct };
    });
    this.output("tables", Object.fromEntries(made.map(({ key, construct: { name, arn } }) => [key, { name, arn }])));
    return byKey(
      "table",
      made.map(({ key, construct }) => [key, construct.metrics]),
    );
  }

  /** The lake as tables: the Data Catalog's description of them, and where Athena's queries run. */
  private catalog(keyArn: string | undefined): void {
    const { environment, names } = this;
    const { lake } = environment;
    const database = new GlueCatalogDatabase(this, "LakeDatabase", { name: names.glueDatabase.name });
    const group = new Construct(this, "LakeTables");
    for (const [key, { partitions, prefix, ...table }] of Object.entries(lake.tables)) {
      const projected = Object.entries(partitions).map(([name, projection]) => {
        return [name, { ...projection, type: partitionType(projection) }];
      });
      new GlueTable(group, key, {
        ...table,
        databaseName: database.name,
        name: names.glueTable(key).name,
        location: `s3://${names.lakeBucket.name}/${prefix}`,
        partitions: Object.fromEntries(projected),
        isProtected: environment.deletionProtection && isConvertedTo(environment, key),
      });
    }
    const queries = Object.entries(lake.tables).flatMap(([key, table]) =>
      Object.entries(lakeQueries(names.glueTable(key).name, table)),
    );
    new QueryWorkgroup(this, "Queries", {
      name: names.workgroup.name,
      account: environment.account,
      resultsLocation: `s3://${names.lakeBucket.name}/${lakeFolders.queryResults}`,
      keyArn,
      maxQueryScanMebibytes: lake.maxQueryScanMebibytes,
      isProtected: environment.deletionProtection,
      databaseName: database.name,
      queries: Object.fromEntries(queries),
    });
    const tables = Object.keys(lake.tables).map((key) => [key, names.glueTable(key)]);
    this.output("lake", {
      database: names.glueDatabase,
      tables: Object.fromEntries(tables),
      workgroup: names.workgroup,
    });
  }
}

/** Whether a delivery converts to a table's columns: one that is kept asks the Data Catalog for them as long as it delivers. */
function isConvertedTo({ deliveries }: Environment, table: string): boolean {
  return Object.values(deliveries).some(
    ({ destination }) =>
      destination.kind === "s3" && destination.table === table && destination.conversion !== undefined,
  );
}
