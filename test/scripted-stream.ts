import { KinesisClient } from "@aws-sdk/client-kinesis";
import { AwsError } from "../local/aws-error";
import { realClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { type PutRecordsResultEntry, putRecords } from "../local/kinesis/actions/put-records";
import { Kinesis } from "../local/kinesis/kinesis";
import { realRandom } from "../local/random";
import { startEndpoint } from "../local/server/endpoint";
import { jsonCodec } from "../local/server/json-codec";
import { targetService } from "../local/server/target-protocol";
import { clientSettings } from "../tools/produce/sender";

/** Says what becomes of a call or of one of its records. */
export interface StreamScript {
  /** The error that the whole call is answered with; undefined lets it through. */
  readonly call?: () => AwsError | undefined;
  /** Whether the stream refuses a record that it could have taken. */
  readonly refuses?: (record: { readonly partitionKey: string; readonly data: string }) => boolean;
}

/** A real stream behind a real endpoint, whose answers to PutRecords a test can spoil. */
export interface ScriptedStream {
  readonly url: string;
  readonly client: KinesisClient;
  readonly name: string;
  /** What is in the stream: each shard's records in its order, data as text. */
  records(): { readonly partitionKey: string; readonly data: string }[];
  /** How many records each call had. */
  readonly callSizes: readonly number[];
  /** Empties the stream and gives it a new script. */
  restart(script?: StreamScript): void;
  close(): Promise<void>;
}

/**
 * Starts an endpoint with one stream that has no rate limits.
 * @param name the stream's name
 */
export async function startScriptedStream(name: string, shards = 2): Promise<ScriptedStream> {
  const account = { accountId: "000000000000", region: "us-east-1" };
  let script: StreamScript = {};
  let callSizes: number[] = [];
  const makeKinesis = () => {
    const kinesis = new Kinesis({
      clock: realClock,
      random: realRandom,
      ...account,
      metrics: noMetrics,
      limits: false,
    });
    kinesis.createStream({ name, mode: "PROVISIONED", shards });
    return kinesis;
  };
  let kinesis = makeKinesis();
  const put = (input: unknown) => {
    const { Records, ...stream } = input as PutRecordsInput;
    callSizes.push(Records.length);
    const error = script.call?.();
    if (error) throw error;
    const isRefused = Records.map(({ PartitionKey, Data }) =>
      Boolean(script.refuses?.({ partitionKey: PartitionKey, data: textOf(Data) })),
    );
    const taken = Records.filter((_, index) => !isRefused[index]);
    const results = taken.length === 0 ? [] : [...putRecords(kinesis, { ...stream, Records: taken }).Records];
    const entries = isRefused.map((refused): PutRecordsResultEntry | undefined =>
      refused ? throttled : results.shift(),
    );
    return { FailedRecordCount: isRefused.filter(Boolean).length, Records: entries };
  };
  const service = targetService({
    name: "kinesis",
    targetPrefix: "Kinesis_20131202",
    codecs: [jsonCodec("application/x-amz-json-1.1")],
    actions: { PutRecords: put },
  });
  const endpoint = await startEndpoint({ port: 0, services: [service], ...account });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new KinesisClient({ ...clientSettings, ...account, endpoint: endpoint.url, credentials });
  return {
    url: endpoint.url,
    client,
    name,
    get callSizes() {
      return callSizes;
    },
    records: () =>
      kinesis
        .stream(name)
        .shards()
        .flatMap((shard) => shard.read(0, 1_000_000, 2 ** 30))
        .map(({ partitionKey, data }) => ({ partitionKey, data: textOf(data) })),
    restart(next = {}) {
      kinesis = makeKinesis();
      script = next;
      callSizes = [];
    },
    async close() {
      client.destroy();
      await endpoint.close();
    },
  };
}

interface PutRecordsInput {
  readonly Records: readonly { readonly PartitionKey: string; readonly Data: string }[];
}

const throttled: PutRecordsResultEntry = {
  ErrorCode: "ProvisionedThroughputExceededException",
  ErrorMessage: "Rate exceeded for shard shardId-000000000000",
};

/** A whole call that was throttled, and one that met a fault of the service. */
export const callErrors = {
  throttle: () => new AwsError("ProvisionedThroughputExceededException", "Rate exceeded"),
  fault: () => new AwsError("InternalFailure", "", 500),
  noSuchStream: () => new AwsError("ResourceNotFoundException", "Stream gone under account 000000000000 not found."),
};

function textOf(base64: string): string {
  return Buffer.from(base64, "base64").toString();
}
