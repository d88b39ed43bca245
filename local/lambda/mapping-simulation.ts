import type { KinesisStreamEvent } from "aws-lambda";
import { type Clock, sleep, VirtualClock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { noMetrics } from "../cloudwatch/no-metrics";
import { putRecords } from "../kinesis/actions/put-records";
import { Kinesis } from "../kinesis/kinesis";
import { mergeLowest, splitInHalf } from "../kinesis/kinesis-fixture";
import type { Positions } from "../kinesis/reader";
import type { Stream } from "../kinesis/stream";
import { type Random, seededRandom } from "../random";
import { EventSourceMapping } from "./event-source-mapping";
import type { Invocation } from "./function-runner";
import type { MappingConfiguration } from "./mapping-configuration";

/** What the simulated function does with a batch: returns a payload, throws, or is not called for want of concurrency. */
export type Answer = { readonly payload: unknown } | Error | "throttled";

/** One call of the simulated function, throttled ones included. */
export interface Call {
  readonly atMs: number;
  readonly shardId: string;
  /** The records' texts. */
  readonly texts: readonly string[];
  readonly event: KinesisStreamEvent;
  readonly answer: Answer;
}

/** What a destination was given. */
export interface Delivery {
  readonly arn: string;
  readonly key?: string;
  readonly body: string;
}

/** Settings of the mapping (AWS's defaults) and of what surrounds it. */
export interface SimulationOptions extends Partial<MappingConfiguration> {
  readonly shards?: number;
  readonly retentionHours?: number;
  /** @default success */
  readonly respond?: (texts: readonly string[], event: KinesisStreamEvent) => Answer;
  /** How long the function takes. @default 0 */
  readonly durationMs?: number;
  /** The first deliveries that the destination refuses. @default 0 */
  readonly refusedDeliveries?: number;
  /** Makes what hears the metrics. @default nobody hears them */
  readonly recorder?: (clock: Clock) => MetricRecorder;
}

const accountId = "000000000000";
const functionArn = `arn:aws:lambda:eu-west-1:${accountId}:function:processor`;

/**
 * A mapping between a real stream and an inline function, in virtual time and without a socket, for tests. A record's
 * text names its partition key before the first slash: `"key/1"`.
 */
export class MappingSimulation {
  readonly clock = new VirtualClock();
  readonly stream: Stream;
  mapping: EventSourceMapping;
  readonly calls: Call[] = [];
  readonly deliveries: Delivery[] = [];
  /** Calls in flight, the most at once. */
  maxConcurrency = 0;
  readonly #kinesis: Kinesis;
  readonly #metrics: MetricRecorder;
  readonly #random: Random = seededRandom(1);
  readonly #options: SimulationOptions;
  #concurrency = 0;
  #refusals: number;

  constructor(options: SimulationOptions = {}) {
    const { shards = 1, retentionHours = 24, refusedDeliveries = 0 } = options;
    this.#options = options;
    this.#refusals = refusedDeliveries;
    this.#metrics = options.recorder?.(this.clock) ?? noMetrics;
    this.#kinesis = new Kinesis({
      clock: this.clock,
      random: this.#random,
      metrics: this.#metrics,
      accountId,
      region: "eu-west-1",
      limits: false,
    });
    this.stream = this.#kinesis.createStream({
      name: "data-stream",
      mode: "PROVISIONED",
      shards,
      retentionHours,
    });
    this.mapping = this.#makeMapping();
  }

  /** As when the process was killed: another mapping goes on where the kept positions say. */
  restart(): void {
    const leftOff = this.mapping.positions;
    void this.mapping.stop();
    this.mapping = this.#makeMapping(leftOff);
    this.mapping.start();
  }

  #makeMapping(leftOff?: Positions): EventSourceMapping {
    const { shards, retentionHours, respond, durationMs, refusedDeliveries, recorder, ...settings } = this.#options;
    const configuration: MappingConfiguration = {
      uuid: "11111111-2222-4333-8444-555555555555",
      functionName: "processor",
      functionArn,
      eventSourceArn: this.stream.arn,
      roleArn: `arn:aws:iam::${accountId}:role/processor`,
      batchSize: 100,
      maximumBatchingWindowInSeconds: 0,
      parallelizationFactor: 1,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      bisectBatchOnFunctionError: false,
      startingPosition: "TRIM_HORIZON",
      reportBatchItemFailures: false,
      ...settings,
    };
    const dependencies = {
      stream: this.stream,
      runner: { invoke: (_: string, event: unknown) => this.#invoke(event as KinesisStreamEvent) },
      destinations: {
        sendMessage: (arn: string, body: string) => this.#accept({ arn, body }),
        publish: (arn: string, body: string) => this.#accept({ arn, body }),
        putObject: (arn: string, key: string, body: string) => this.#accept({ arn, key, body }),
      },
      clock: this.clock,
      random: this.#random,
      metrics: this.#metrics,
    };
    return new EventSourceMapping(configuration, dependencies, leftOff);
  }

  /** Puts records by one PutRecords call. */
  put(...texts: string[]): void {
    const Records = texts.map((text) => ({
      Data: Buffer.from(text).toString("base64"),
      PartitionKey: text.slice(0, text.indexOf("/")),
    }));
    putRecords(this.#kinesis, { StreamName: this.stream.name, Records });
  }

  /** Splits an open shard in the middle. */
  split(position: number): void {
    splitInHalf(this.#kinesis, this.stream, position);
  }

  /** Merges the two open shards with the lowest hash keys, if there are two. */
  merge(): void {
    mergeLowest(this.#kinesis, this.stream);
  }

  /** The texts of each call that ran, in order. */
  get batches(): readonly (readonly string[])[] {
    return this.calls.filter(({ answer }) => answer !== "throttled").map(({ texts }) => texts);
  }

  /** What destinations were given, parsed. */
  get failureRecords() {
    return this.deliveries.map(({ body }) => JSON.parse(body));
  }

  async #invoke(event: KinesisStreamEvent): Promise<Invocation> {
    const { respond = () => ({ payload: null }), durationMs = 0 } = this.#options;
    const requestId = this.#random.uuid();
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
    const answer = respond(texts, event);
    const shardId = event.Records[0]?.eventID.split(":")[0] ?? "";
    this.calls.push({ atMs: this.clock.now(), shardId, texts, event, answer });
    if (answer === "throttled") return { kind: "throttled", requestId };
    this.#concurrency++;
    this.maxConcurrency = Math.max(this.maxConcurrency, this.#concurrency);
    if (durationMs > 0) await sleep(this.clock, durationMs);
    this.#concurrency--;
    if (!(answer instanceof Error)) return { kind: "success", requestId, payload: answer.payload };
    return { kind: "error", requestId, errorType: answer.name, errorMessage: answer.message };
  }

  async #accept(delivery: Delivery): Promise<void> {
    if (this.#refusals-- > 0) throw new Error("AccessDenied");
    this.deliveries.push(delivery);
  }
}
