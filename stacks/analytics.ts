import { Construct } from "constructs";
import type { AnalyticsJob, Environment } from "../environments";
import { FlinkApplication } from "../modules/flink-application/flink-application";
import type { ApplicationMetrics } from "../modules/flink-application/metrics";
import { FlinkCode } from "../modules/flink-code/flink-code";
import { analyticsStatements } from "./analytics-permissions";
import { byKey } from "./by-key";
import { EnvironmentStack } from "./environment-stack";
import { jobProperties } from "./job-properties";
import type { Upstream } from "./upstream";

/** The jar that every job of analytics runs, and what it is built from. */
export interface FlinkJar {
  /** Absolute; it need not be built. */
  readonly path: string;
  /** Of flink/'s sources: 16 hexadecimal digits. */
  readonly sourcesHash: string;
}

/** The Flink applications of analytics, and their code. */
export class AnalyticsStack extends EnvironmentStack {
  /** A job's metrics by its key. @throws Error when there is no such job. */
  readonly metricsOf: (job: string) => ApplicationMetrics;
  private readonly applications = new Construct(this, "Applications");

  constructor(
    scope: Construct,
    environment: Environment,
    private readonly upstream: Upstream,
    jar: FlinkJar,
  ) {
    super(scope, "analytics", environment);
    for (const stack of Object.values(upstream)) this.addDependency(stack);
    const jobs = Object.entries(environment.analytics);
    const code = jobs.length > 0 ? this.code(jar) : undefined;
    const { names } = this;
    const made = jobs.flatMap(([key, job]) => {
      if (!code) return [];
      return [{ key, name: names.application(key).name, construct: this.application(key, job, code) }];
    });
    this.output(
      "applications",
      Object.fromEntries(made.map(({ key, name, construct: { arn } }) => [key, { name, arn }])),
    );
    this.metricsOf = byKey(
      "job",
      made.map(({ key, construct }) => [key, construct.metrics]),
    );
  }

  private code({ path, sourcesHash }: FlinkJar): FlinkCode {
    const { names } = this;
    return new FlinkCode(this, "Code", {
      bucketName: names.artifactsBucket.name,
      bucketArn: names.artifactsBucket.arn,
      key: names.flinkCodeKey(sourcesHash),
      keyPattern: names.flinkCodeKey("*"),
      jarPath: path,
    });
  }

  private application(key: string, job: AnalyticsJob, code: FlinkCode): FlinkApplication {
    const { environment, names } = this;
    const { keys } = this.upstream.foundation;
    return new FlinkApplication(this.applications, key, {
      ...job,
      ...names.application(key),
      inputStreamName: names.stream(job.input).name,
      roleName: names.applicationRole(key).name,
      account: environment.account,
      code,
      propertyGroups: jobProperties(environment, job),
      logGroup: names.applicationLogGroup(key),
      logKeyArn: keys.logs,
      vpc: job.vpc,
      statements: analyticsStatements(environment, job, keys),
      boundaryArn: this.boundaryArn,
      isProtected: environment.deletionProtection,
    });
  }
}
