import type { Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";

/** Reading states, and holding the lock of one meanwhile. */
export function readStateStatements(environment: Environment, keyArn: string | undefined): Statement[] {
  const names = namesOf(environment);
  const { arn } = names.stateBucket;
  const statements: Statement[] = [
    { Sid: "ListStates", Action: ["s3:ListBucket"], Resource: [arn] },
    {
      Sid: "ReadStates",
      Action: ["s3:GetObject"],
      Resource: [`${arn}/*.tfstate`, `${arn}/*.tflock`, `${arn}/${names.environmentLockKey}`],
    },
    { Sid: "LockStates", Action: ["s3:DeleteObject", "s3:PutObject"], Resource: [`${arn}/*.tflock`] },
  ];
  if (keyArn !== undefined) {
    statements.push({
      Sid: "DecryptStates",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [keyArn],
      Condition: { StringEquals: { "kms:ViaService": names.host("s3") } },
    });
  }
  return statements;
}

/** Writing states, and holding the environment's own lock meanwhile. */
export function writeStateStatements(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const { arn } = names.stateBucket;
  return [
    { Sid: "WriteStates", Action: ["s3:PutObject"], Resource: [`${arn}/*.tfstate`] },
    {
      Sid: "LockEnvironment",
      Action: ["s3:DeleteObject", "s3:PutObject"],
      Resource: [`${arn}/${names.environmentLockKey}`],
    },
  ];
}
