import type { AnalyticsJob, Environment } from "../environments";
import type { Conditions, Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import type { DataKeys } from "./foundation";

/** What a job does: reading one stream and writing to two, and the use of the environment's own keys for that. */
export function analyticsStatements(environment: Environment, job: AnalyticsJob, keys: DataKeys): Statement[] {
  const names = namesOf(environment);
  const input = [names.stream(job.input).arn];
  const outputs = [names.stream(job.output).arn, names.stream(job.rejects).arn];
  const through = (service: string, contextKey: string, values: readonly string[]): Conditions => ({
    StringEquals: { "kms:ViaService": names.host(service), [`kms:EncryptionContext:${contextKey}`]: values },
  });
  const statements: Statement[] = [
    {
      Sid: "ReadInput",
      Action: ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: input,
    },
    { Sid: "WriteOutputs", Action: ["kinesis:PutRecords"], Resource: outputs },
  ];
  if (keys.streams !== undefined) {
    const key = [keys.streams];
    const context = (arns: readonly string[]) => through("kinesis", "aws:kinesis:arn", arns);
    statements.push(
      { Sid: "DecryptInput", Action: ["kms:Decrypt"], Resource: key, Condition: context(input) },
      { Sid: "EncryptOutputs", Action: ["kms:GenerateDataKey"], Resource: key, Condition: context(outputs) },
    );
  }
  if (keys.buckets !== undefined) {
    // With bucket keys, S3 names the bucket and not the object.
    const Condition = through("s3", "aws:s3:arn", [names.artifactsBucket.arn]);
    statements.push({ Sid: "DecryptCode", Action: ["kms:Decrypt"], Resource: [keys.buckets], Condition });
  }
  return statements;
}
