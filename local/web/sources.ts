import type { Clock } from "../clock";
import type { CloudWatch } from "../cloudwatch/cloudwatch";
import type { DynamoDb } from "../dynamodb/dynamodb";
import type { Faults } from "../faults/faults";
import type { Firehose } from "../firehose/firehose";
import type { Applications } from "../flink/applications";
import type { Kinesis } from "../kinesis/kinesis";
import type { Functions } from "../lambda/functions";
import type { Mappings } from "../lambda/mappings";
import type { Logs } from "../logs/logs";
import type { S3 } from "../s3/s3";

/** What the page shows: the engines, and what was synthesized. It changes none of them. */
export interface Sources {
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  readonly startedMs: number;
  readonly clock: Clock;
  readonly kinesis: Kinesis;
  readonly functions: Functions;
  readonly mappings: Mappings;
  readonly firehose: Firehose;
  readonly applications: Applications;
  readonly dynamodb: Pick<DynamoDb, "countItems">;
  readonly s3: Pick<S3, "newest" | "getObject">;
  readonly logs: Logs;
  readonly faults: Pick<Faults, "list">;
  readonly cloudwatch: Pick<CloudWatch, "metrics" | "alarms" | "dashboards">;
  /** Gets what a person must know: what can't be read. */
  readonly notice: (line: string) => void;
}
