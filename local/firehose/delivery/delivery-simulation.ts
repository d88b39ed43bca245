import type { ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import type { FirehoseTransformationEvent } from "aws-lambda";
import { AwsError } from "../../aws-error";
import { type Clock, sleep, VirtualClock } from "../../clock";
import type { MetricRecorder } from "../../cloudwatch/metric-recorder";
import { noMetrics } from "../../cloudwatch/no-metrics";
import { GlueCatalog } from "../../glue/glue-catalog";
import { putRecords } from "../../kinesis/actions/put-records";
import { Kinesis } from "../../kinesis/kinesis";
import { mergeLowest, splitInHalf } from "../../kinesis/kinesis-fixture";
import type { Stream } from "../../kinesis/stream";
import type { Invocation } from "../../lambda/function-runner";
import { type Random, seededRandom } from "../../random";
import type { DeliveryStreamSettings, DestinationSettings } from "../delivery-stream-settings";
import { DeliveryStream } from "./delivery-stream";

/** What the simulated function does with a batch: returns a payload, throws, or is not called for want of concurrency. */
export type Answer = { readonly payload: unknown } | Error | "throttled";

/** An object that was written. */
interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
  readonly text: string;
}

/** Settings of the destination (a plain S3 destination of 1 MiB and 60 s unless said otherwise) and what surrounds it. */
export interface SimulationOptions {
  readonly kind?: DeliveryStreamSettings["kind"];
  readonly description?: Partial<ExtendedS3DestinationDescription>;
  /** In the place of the S3 destination. */
  readonly destination?: DestinationSettings;
  readonly shards?: number;
  readonly respond?: (event: FirehoseTransformationEvent) => Answer;
  /** How long the function takes. @default 0 */
  readonly durationMs?: number;
  /** Whether S3 refuses the write of a key. @default never */
  readonly refuses?: (key: string, bucket: string) => boolean;
  /** How long a write takes. @default 0 */
  readonly writeMs?: number;
  /** Makes what hears the metrics. @default nobody hears them */
  readonly recorder?: (clock: Clock) => MetricRecorder;
}

const accountId = "000000000000";
const region = "eu-west-1";
/** Of the function that `lambdaProcessor` names. */
const functionName = "transform";

/**
 * A delivery stream between a real stream, an inline function and objects in memory, in virtual time, for tests. A
 * record of the stream names its partition key before the first slash: `"key/1"`.
 */
export class DeliverySimulation {
  readonly clock = new VirtualClock();
  readonly stream: Stream;
  /** Of the delivery stream at work. */
  checkpoints = new Map<string, number>();
  readonly glue = new GlueCatalog();
  readonly objects: WrittenObject[] = [];
  readonly events: FirehoseTransformationEvent[] = [];
  readonly notices: string[] = [];
  readonly settings: DeliveryStreamSettings;
  /** The one at work; `crash` puts another in its place. */
  deliveryStream: DeliveryStream;
  readonly kinesis: Kinesis;
  readonly #random: Random = seededRandom(1);
  readonly #options: SimulationOptions;
  readonly #metrics: MetricRecorder;

  constructor(options: SimulationOptions = {}) {
    const { kind = "KinesisStreamAsSource", shards = 1 } = options;
    this.#options = options;
    this.#metrics = options.recorder?.(this.clock) ?? noMetrics;
    this.kinesis = new Kinesis({
      clock: this.clock,
      random: this.#random,
      accountId,
      region,
      metrics: this.#metrics,
      limits: false,
    });
    this.stream = this.kinesis.createStream({ name: "data-stream", mode: "PROVISIONED", shards });
    this.settings = {
      name: "delivery-stream",
      arn: `arn:aws:firehose:${region}:${accountId}:deliverystream/delivery-stream`,
      kind,
      ...(kind === "KinesisStreamAsSource" && { sourceArn: this.stream.arn }),
      versionId: "1",
      destination: options.destination ?? { kind: "s3", description: s3Description(options.description) },
    };
    this.deliveryStream = this.#open();
  }

  /** Puts records into the stream by one PutRecords call. */
  put(...texts: string[]): void {
    this.putData(texts.map((text) => ({ data: Buffer.from(text), partitionKey: text.split("/")[0] ?? "" })));
  }

  /** Puts any data into the stream. */
  putData(records: readonly { readonly data: Buffer; readonly partitionKey: string }[]): void {
    const Records = records.map(({ data, partitionKey }) => ({
      Data: data.toString("base64"),
      PartitionKey: partitionKey,
    }));
    putRecords(this.kinesis, { StreamName: this.stream.name, Records });
  }

  /** Splits an open shard in the middle. */
  split(position: number): void {
    splitInHalf(this.kinesis, this.stream, position);
  }

  /** Merges the two open shards with the lowest hash keys, if there are two. */
  merge(): void {
    mergeLowest(this.kinesis, this.stream);
  }

  /** Ends the delivery stream without a word, and begins another that knows its checkpoints and nothing else. */
  crash(): void {
    void this.deliveryStream.stop({ flush: false });
    this.checkpoints = new Map(this.checkpoints);
    this.deliveryStream = this.#open();
    this.deliveryStream.start();
  }

  /** Lines of the objects whose keys begin so. */
  lines(prefix: string): string[] {
    return this.objects
      .filter(({ key }) => key.startsWith(prefix))
      .flatMap(({ text }) => text.split("\n").filter((line) => line !== ""));
  }

  /** The documents of the error output of a type. */
  errors(type: string) {
    return this.lines(`errors/${type}/`).map((line) => JSON.parse(line));
  }

  #open(): DeliveryStream {
    const { stream, checkpoints } = this;
    return new DeliveryStream(
      this.settings,
      {
        clock: this.clock,
        random: this.#random,
        metrics: this.#metrics,
        runner: { invoke: (name, event) => this.#invoke(name, event as FirehoseTransformationEvent) },
        sink: { putObject: (bucket, key, chunks) => this.#write(bucket, key, chunks) },
        glue: this.glue,
        fetch,
        notice: (text) => this.notices.push(text),
      },
      this.settings.kind === "DirectPut" ? undefined : { stream, checkpoints },
    );
  }

  async #invoke(name: string, event: FirehoseTransformationEvent): Promise<Invocation> {
    if (name !== functionName) throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    const { respond = upperCased, durationMs = 0 } = this.#options;
    const requestId = this.#random.uuid();
    this.events.push(event);
    const answer = respond(event);
    if (answer === "throttled") return { kind: "throttled", requestId };
    if (durationMs > 0) await sleep(this.clock, durationMs);
    if (!(answer instanceof Error)) return { kind: "success", requestId, payload: answer.payload };
    return { kind: "error", requestId, errorType: answer.name, errorMessage: answer.message };
  }

  async #write(bucket: string, key: string, chunks: readonly Uint8Array[]): Promise<void> {
    const { refuses = () => false, writeMs = 0 } = this.#options;
    if (writeMs > 0) await sleep(this.clock, writeMs);
    if (refuses(key, bucket)) throw new Error("SlowDown");
    this.objects.push({ bucket, key, text: Buffer.concat(chunks).toString() });
  }
}

/** A plain destination; `different` states what differs. */
export function s3Description(
  different: Partial<ExtendedS3DestinationDescription> = {},
): ExtendedS3DestinationDescription {
  return {
    RoleARN: `arn:aws:iam::${accountId}:role/delivery-stream-firehose`,
    BucketARN: "arn:aws:s3:::lake",
    Prefix: "data/",
    ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
    CompressionFormat: "UNCOMPRESSED",
    EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
    ...different,
  };
}

/** The processors of a destination: of a type and its parameters. */
export function processing(...processors: (readonly [string, Record<string, string>?])[]) {
  return {
    Enabled: true,
    Processors: processors.map(([Type, parameters = {}]) => ({
      Type: Type as "Lambda",
      Parameters: Object.entries(parameters).map(([name, ParameterValue]) => ({
        ParameterName: name as "LambdaArn",
        ParameterValue,
      })),
    })),
  };
}

/** A Lambda processor that names the simulated function; it waits for a second. */
export function lambdaProcessor(parameters: Record<string, string> = {}) {
  const LambdaArn = `arn:aws:lambda:${region}:${accountId}:function:${functionName}:$LATEST`;
  return ["Lambda", { LambdaArn, BufferIntervalInSeconds: "1", ...parameters }] as const;
}

/** Answers `Ok` for each record, in upper case. */
export function upperCased({ records }: FirehoseTransformationEvent): Answer {
  const upper = (data: string) => Buffer.from(Buffer.from(data, "base64").toString().toUpperCase()).toString("base64");
  return { payload: { records: records.map(({ recordId, data }) => ({ recordId, result: "Ok", data: upper(data) })) } };
}
