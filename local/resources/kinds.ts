import { cloudwatchKinds } from "./cloudwatch";
import { dynamodbKinds } from "./dynamodb";
import { firehoseKinds } from "./firehose";
import { flinkKinds } from "./flink";
import { glueKinds } from "./glue";
import type { Kinds } from "./kind";
import { kinesisKinds } from "./kinesis";
import { lambdaKinds } from "./lambda";
import { logsKinds } from "./logs";
import { s3Kinds } from "./s3";
import { snsKinds } from "./sns";
import { sqsKinds } from "./sqs";

/** The types of resources that have a part in the data path. */
export const kinds: Kinds = {
  ...kinesisKinds,
  ...dynamodbKinds,
  ...s3Kinds,
  ...sqsKinds,
  ...snsKinds,
  ...lambdaKinds,
  ...firehoseKinds,
  ...flinkKinds,
  ...glueKinds,
  ...cloudwatchKinds,
  ...logsKinds,
};
