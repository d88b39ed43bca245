import type { Environment } from "../environments";
import { grantsThroughService, usageByService, usageThroughService } from "../modules/encryption-key/key-usage";
import { fromAccount, type Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import { logGroupArns } from "./log-groups";

// Keys come before what they encrypt, so the policies name that by the ARNs it will have.

/** Producers encrypt and readers decrypt, through Kinesis; principals that a stream's own policy names do too. */
export function streamKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const through = { host: names.host("kinesis"), contextKey: "aws:kinesis:arn" };
  const everyone = usageThroughService("Streams", {
    ...through,
    principals: [names.accountRootArn],
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    contextValues: Object.keys(environment.streams).map((key) => names.stream(key).arn),
  });
  // An account's root speaks for that account alone, so others must be named.
  const guests = Object.entries(environment.streams).flatMap(([key, { readers, writers }], index) => {
    const contextValues = [names.stream(key).arn];
    return [
      { sid: `Readers${index}`, principals: readers, actions: ["kms:Decrypt"] },
      { sid: `Writers${index}`, principals: writers, actions: ["kms:GenerateDataKey"] },
    ]
      .filter(({ principals }) => principals.length > 0)
      .map(({ sid, ...usage }) => usageThroughService(sid, { ...through, ...usage, contextValues }));
  });
  return [everyone, ...guests];
}

/** DynamoDB decrypts a table's own key for whoever reads or writes. */
export function tableKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const host = names.host("dynamodb");
  const usage = usageThroughService("Tables", {
    host,
    principals: [names.accountRootArn],
    actions: [
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    contextKey: "aws:dynamodb:tableName",
    contextValues: Object.keys(environment.tables).map((key) => names.table(key).name),
  });
  return [usage, grantsThroughService(names.accountRootArn, host)];
}

/** With bucket keys, S3 names the bucket and not the object. */
export function bucketKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const usage = usageThroughService("Buckets", {
    host: names.host("s3"),
    principals: [names.accountRootArn],
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    contextKey: "aws:s3:arn",
    contextValues: [names.lakeBucket.arn, names.failuresBucket.arn, names.artifactsBucket.arn],
  });
  return [usage];
}

/** Whoever may write a state's object may encrypt it, and whoever may read it decrypt. */
export function stateKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const usage = usageThroughService("State", {
    host: names.host("s3"),
    principals: [names.accountRootArn],
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    contextKey: "aws:s3:arn",
    contextValues: [names.stateBucket.arn],
  });
  return [usage];
}

/** Firehose encrypts what is put into it directly by a grant, which it makes for itself. */
export function deliveryKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  return [grantsThroughService(names.accountRootArn, names.host("firehose"))];
}

/** CloudWatch Logs encrypts and decrypts by itself, for our log groups. */
export function logKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const groups = logGroupArns(environment);
  const actions = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ];
  return [usageByService(names.host("logs"), actions, { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": groups } })];
}

/** An alarm publishes to an encrypted topic by itself. */
export function alertKeyUsage(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const condition = { ...fromAccount(environment.account), ArnLike: { "aws:SourceArn": names.alarmsArn } };
  return [usageByService("cloudwatch.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey"], condition)];
}
