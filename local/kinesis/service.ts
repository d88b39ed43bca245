import { jsonService } from "../server/json-protocol";
import type { Service } from "../server/service";
import { createStream } from "./create-stream";
import { getRecords } from "./get-records";
import { getShardIterator } from "./get-shard-iterator";
import type { Kinesis } from "./kinesis";
import { putRecords } from "./put-records";

/** The engine's operations by AWS's names. */
const operations: Readonly<Record<string, (kinesis: Kinesis, input: unknown) => unknown>> = {
  CreateStream: createStream,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  PutRecords: putRecords,
};

/** Puts the engine behind the endpoint. */
export function kinesisService(kinesis: Kinesis): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(kinesis, input),
  ]);
  return jsonService({
    name: "kinesis",
    targetPrefix: "Kinesis_20131202",
    contentType: "application/x-amz-json-1.1",
    actions: Object.fromEntries(actions),
  });
}
