import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { bundleFunction } from "../../functions/bundle";
import { variables } from "../../functions/data-transform/contract";
import { type Clock, realClock } from "../../local/clock";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { DeliveryStream } from "../../local/firehose/delivery/delivery-stream";
import type { DeliveryStreamSettings } from "../../local/firehose/delivery-stream-settings";
import { GlueCatalog } from "../../local/glue/glue-catalog";
import { putRecords } from "../../local/kinesis/actions/put-records";
import { Kinesis } from "../../local/kinesis/kinesis";
import { functionDefaults } from "../../local/lambda/function-configuration";
import { Functions } from "../../local/lambda/functions";
import { realRandom } from "../../local/random";
import { createS3 } from "../../local/s3/s3";
import { makeTraffic } from "../processor/traffic";

/** What is printed. */
export interface Score {
  readonly seconds: number;
  /** Resident, before the first record. */
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly objects: number;
}

const account = { accountId: "000000000000", region: "us-east-1" };
const functionArn = `arn:aws:lambda:${account.region}:${account.accountId}:function:data-transform`;

/** So many records wait in the stream at most: fewer than its retention keeps. */
const maxUnread = 2_000;
const requestRecords = 500;

/** The stream's time goes on by 15 s a record, so that retention keeps 5,760 of them and not all. */
class StreamClock implements Clock {
  records = 0;
  readonly schedule = realClock.schedule;
  now = () => Date.UTC(2026, 0, 1) + this.records * 15_000;
}

/** Delivers so many records: a real stream, the real bundle in worker threads, real objects on disk. */
async function deliver(count: number): Promise<Score> {
  const folder = mkdtempSync(join(tmpdir(), "bench-firehose-"));
  const streamClock = new StreamClock();
  const kinesis = new Kinesis({
    ...account,
    clock: streamClock,
    random: realRandom,
    metrics: noMetrics,
    limits: false,
  });
  const stream = kinesis.createStream({ name: "data-stream", mode: "PROVISIONED", shards: 4 });
  const s3 = await createS3({ root: join(folder, "s3"), clock: realClock });
  await s3.ensureBucket("lake");
  const functions = await startFunctions(folder);
  let objects = 0;
  const delivery = new DeliveryStream(
    settings(stream.arn),
    {
      clock: realClock,
      random: realRandom,
      metrics: noMetrics,
      runner: functions,
      sink: {
        async putObject(bucket, key, chunks) {
          await s3.putObject(bucket, key, chunks);
          objects++;
        },
      },
      glue: new GlueCatalog(),
      fetch,
      notice: console.error,
    },
    { stream, checkpoints: new Map() },
  );
  const Records = makeTraffic(10_000, 10_000).flatMap((event) =>
    event.Records.map(({ kinesis: { data, partitionKey } }) => ({ Data: data, PartitionKey: partitionKey })),
  );
  delivery.start();
  const idleBytes = process.memoryUsage.rss();
  const startedMs = performance.now();
  for (let sent = 0; sent < count; sent += requestRecords) {
    // A turn for each request, as with requests that come over HTTP.
    do await setImmediate();
    while (delivery.statistics.unread > maxUnread);
    const from = sent % Records.length;
    const request = Records.slice(from, from + Math.min(requestRecords, count - sent));
    putRecords(kinesis, { StreamName: stream.name, Records: request });
    streamClock.records += request.length;
  }
  while (delivery.statistics.unread > 0) await setImmediate();
  await delivery.stop({ flush: true });
  const seconds = (performance.now() - startedMs) / 1000;
  const { delivered } = delivery.statistics;
  if (delivered !== count) throw new Error(`not all was delivered: ${JSON.stringify(delivery.statistics)}`);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  await functions.close();
  await s3.close();
  rmSync(folder, { recursive: true });
  return { seconds, idleBytes, peakBytes, objects };
}

async function startFunctions(folder: string): Promise<Functions> {
  const { zipPath } = await bundleFunction("data-transform");
  const endpointUrl = () => "http://127.0.0.1:1";
  const functions = new Functions({
    ...account,
    folder,
    endpointUrl,
    clock: realClock,
    random: realRandom,
    metrics: noMetrics,
  });
  const configuration = {
    ...functionDefaults,
    name: "data-transform",
    runtime: "nodejs22.x",
    roleArn: `arn:aws:iam::${account.accountId}:role/data-transform`,
    handler: "index.handler",
    environment: { [variables.environment]: "dev" },
    timeoutSeconds: 60,
    memoryMegabytes: 256,
  };
  await functions.createFunction(configuration, readFileSync(zipPath));
  return functions;
}

function settings(sourceArn: string): DeliveryStreamSettings {
  return {
    name: "delivery-stream",
    arn: `arn:aws:firehose:${account.region}:${account.accountId}:deliverystream/delivery-stream`,
    kind: "KinesisStreamAsSource",
    sourceArn,
    versionId: "1",
    destination: {
      kind: "s3",
      description: {
        RoleARN: `arn:aws:iam::${account.accountId}:role/delivery-stream-firehose`,
        BucketARN: "arn:aws:s3:::lake",
        Prefix: "data/",
        BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
        CompressionFormat: "GZIP",
        EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [{ Type: "Lambda", Parameters: [{ ParameterName: "LambdaArn", ParameterValue: functionArn }] }],
        },
      },
    },
  };
}

deliver(Number(process.argv[2])).then(
  (score) => process.stdout.write(JSON.stringify(score)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
