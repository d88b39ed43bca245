import type { AnalyticsJob, Environment } from "../environments";
import { namesOf } from "../names";

/** The property groups of a job's application: all that flink/'s runner knows of the environment. */
export function jobProperties(environment: Environment, job: AnalyticsJob): Record<string, Record<string, string>> {
  const names = namesOf(environment);
  // The options of Flink's connector for Kinesis, by table.
  const table = (stream: string) => ({
    connector: "kinesis",
    "stream.arn": names.stream(stream).arn,
    "aws.region": environment.region,
  });
  const parameters = Object.entries(job.parameters).map(([name, value]) => [name, String(value)]);
  return {
    job: {
      "sql.file": job.sql,
      "max.disorder.seconds": String(job.maxDisorderSeconds),
      "idle.seconds": String(job.idleSeconds),
      "state.ttl.hours": String(job.stateTtlHours),
    },
    // AWS takes no group without a property.
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    events: { ...table(job.input), "source.init.position": job.startPosition },
    output: table(job.output),
    rejects: table(job.rejects),
  };
}
