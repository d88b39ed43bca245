import type { Environment } from "../environments";
import type { Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import type { DataKeys } from "./foundation";
import { writeOperations } from "./write-operations";

/** What can't be derived from the environment. */
export interface Made {
  readonly keys: DataKeys;
  /** Absent when the processor reads the stream itself. */
  readonly consumerArn: string | undefined;
}

/** What a processor's function does, and what Lambda does on its behalf: each statement is one of these things. */
export function processorStatements(environment: Environment, key: string, { keys, consumerArn }: Made): Statement[] {
  const names = namesOf(environment);
  const processor = environment.processors[key];
  if (!processor) throw new Error(`environment ${environment.name} has no processor ${key}`);
  const table = environment.tables[processor.table];
  if (!table) throw new Error(`environment ${environment.name} has no table ${processor.table}`);
  const failures = names.failuresBucket.arn;
  const inThisAccount = { StringEquals: { "s3:ResourceAccount": environment.account } };

  const statements: Statement[] = [
    {
      Sid: "ReadStream",
      Action: [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ],
      Resource: [names.stream(processor.stream).arn],
    },
    // What each of their writers asks DynamoDB for.
    {
      Sid: "WriteTable",
      Action: [`dynamodb:${writeOperations[table.holds.kind]}`],
      Resource: [names.table(processor.table).arn],
    },
    {
      Sid: "Quarantine",
      Action: ["s3:PutObject"],
      Resource: [`${failures}/quarantine/${key}/*`],
      Condition: inThisAccount,
    },
  ];
  if (consumerArn !== undefined) {
    statements.push({ Sid: "Subscribe", Action: ["kinesis:SubscribeToShard"], Resource: [consumerArn] });
  }
  if (processor.onFailure === "sqs") {
    statements.push({ Sid: "OnFailure", Action: ["sqs:SendMessage"], Resource: [names.queue(key).arn] });
  } else {
    // The prefix is Lambda's own: aws/lambda/<mapping>/<shard>/…
    const onFailure = { Action: ["s3:PutObject"], Resource: [`${failures}/aws/lambda/*`], Condition: inThisAccount };
    const listing = { Action: ["s3:ListBucket"], Resource: [failures], Condition: inThisAccount };
    statements.push({ Sid: "OnFailure", ...onFailure }, { Sid: "OnFailureBucket", ...listing });
  }
  const decrypted = [keys.streams, keys.tables].filter((arn) => arn !== undefined);
  if (decrypted.length > 0) statements.push({ Sid: "Decrypt", Action: ["kms:Decrypt"], Resource: decrypted });
  if (keys.buckets !== undefined) {
    statements.push({ Sid: "Encrypt", Action: ["kms:GenerateDataKey"], Resource: [keys.buckets] });
  }
  return statements;
}
