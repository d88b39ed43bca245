import { VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { GlueCatalog } from "../glue/glue-catalog";
import { Kinesis } from "../kinesis/kinesis";
import { seededRandom } from "../random";
import { createDeliveryStream } from "./actions/create-delivery-stream";
import { describeDeliveryStream } from "./actions/describe-delivery-stream";
import { DeliveryStream } from "./delivery/delivery-stream";
import { Firehose, type FirehoseOptions } from "./firehose";

const account = { accountId: "000000000000", region: "ap-northeast-1" };

/** The name of the delivery stream in tests. */
export const DeliveryStreamName = "orders";
/** A role. */
export const RoleARN = "arn:aws:iam::000000000000:role/orders-firehose";
/** A bucket. */
export const BucketARN = "arn:aws:s3:::lake";
/** The Kinesis stream that delivery streams may read. */
export const KinesisStreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";
/** The least that an S3 destination takes. */
export const s3 = { RoleARN, BucketARN };

/** The service on a virtual clock, with engines that write to memory; `options` state what differs. */
export function firehoseWith(options: Partial<FirehoseOptions> = {}) {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const kinesis = new Kinesis({ clock, random, ...account, metrics: noMetrics, limits: true });
  kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
  const objects: { readonly bucket: string; readonly key: string; readonly text: string }[] = [];
  const sink = {
    async putObject(bucket: string, key: string, chunks: readonly Uint8Array[]) {
      objects.push({ bucket, key, text: Buffer.concat(chunks).toString("utf8") });
    },
  };
  const runner = { invoke: () => Promise.reject(new Error("there is no function")) };
  const firehose = new Firehose({
    ...{ clock, random, metrics: noMetrics, ...account, limits: true },
    startDelivery(settings) {
      const { sourceArn } = settings;
      const source = sourceArn ? { stream: kinesis.stream(sourceArn), checkpoints: new Map() } : undefined;
      const dependencies = {
        clock,
        random,
        metrics: noMetrics,
        runner,
        sink,
        glue: new GlueCatalog(),
        fetch,
        notice: () => undefined,
      };
      const delivery = new DeliveryStream(settings, dependencies, source);
      delivery.start();
      return delivery;
    },
    ...options,
  });
  return { clock, kinesis, firehose, objects };
}

/** Makes the delivery stream, by default to S3; `input` states what differs. */
export async function create(
  firehose: Firehose,
  input: object = { ExtendedS3DestinationConfiguration: s3 },
): Promise<void> {
  await createDeliveryStream(firehose, { DeliveryStreamName, ...input });
}

/** The delivery stream as DescribeDeliveryStream shows it, with its one destination. */
export function describeOnly(firehose: Firehose) {
  const { DeliveryStreamDescription: stream } = describeDeliveryStream(firehose, { DeliveryStreamName });
  const [destination, ...others] = stream.Destinations;
  if (!destination || others.length > 0) throw new Error(`not one destination: ${JSON.stringify(stream)}`);
  return { stream, destination };
}

/** Base64 of a text. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
