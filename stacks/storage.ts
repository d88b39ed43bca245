import { Construct } from "constructs";
import type { Environment } from "../environments";
import { AccessLogBucket } from "../modules/access-log-bucket/access-log-bucket";
import { EventTable } from "../modules/event-table/event-table";
import { FailuresBucket } from "../modules/failures-bucket/failures-bucket";
import { LakeBucket } from "../modules/lake-bucket/lake-bucket";
import { PrivateBucket } from "../modules/private-bucket/private-bucket";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation";

/** What holds data for long: buckets and tables. */
export class StorageStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, foundation: FoundationStack) {
    super(scope, "storage", environment);
    this.addDependency(foundation);
    this.buckets(foundation.keys.buckets);
    this.tables(foundation.keys.tables);
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
    new LakeBucket(this, "Lake", { ...common, ...names.lakeBucket, ...lake });
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

  private tables(keyArn: string | undefined): void {
    const { environment, names } = this;
    const group = new Construct(this, "Tables");
    const tables = Object.entries(environment.tables).map(([key, table]) => {
      const { name } = names.table(key);
      const { arn } = new EventTable(group, key, {
        name,
        capacity: table.capacity,
        pointInTimeRecoveryDays: table.pointInTimeRecoveryDays,
        keyArn,
        isProtected: environment.deletionProtection,
      });
      return [key, { name, arn }];
    });
    this.output("tables", Object.fromEntries(tables));
  }
}
