import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import {
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Environment, isFilledByJob, isReadThrough } from "../../environments";
import { namesOf } from "../../names";
import { unlessRefused } from "../unless-refused";
import type { VirtualPlatform } from "../virtual-platform";
import type { Scenario } from "./scenarios";
import { Subscriber } from "./subscriber";

/** Producers and an application that go on whatever becomes of what they send and ask. */
export class Traffic {
  readonly #environment: Environment;
  readonly #platform: VirtualPlatform;
  readonly #cloudwatch: CloudWatchClient;
  readonly #kinesis: KinesisClient;
  readonly #firehose: FirehoseClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #sqs: SQSClient;
  /** Of the consumers that no processor reads through, by stream and consumer. */
  #subscribers: readonly Subscriber[] | undefined;
  #sent = 0;

  constructor(environment: Environment, platform: VirtualPlatform) {
    this.#environment = environment;
    this.#platform = platform;
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    // Nothing is tried again: the clock does not move while a client waits.
    const settings = { endpoint: platform.url, region: platform.region, credentials, maxAttempts: 1 };
    this.#cloudwatch = new CloudWatchClient(settings);
    this.#kinesis = new KinesisClient(settings);
    this.#firehose = new FirehoseClient(settings);
    this.#dynamodb = new DynamoDBClient(settings);
    this.#sqs = new SQSClient(settings);
  }

  /** Sends some events to each stream and delivery that producers send to, and reads each table and index. */
  async play({ toAll = false, eventsPerPut = 5 }: Pick<Scenario, "toAll" | "eventsPerPut">): Promise<void> {
    this.#subscribers ??= await this.#makeSubscribers();
    for (const subscriber of this.#subscribers) await subscriber.goOn();
    const streams = toAll ? Object.keys(this.#environment.streams) : this.#streams();
    await Promise.all([...streams.map((key) => this.#put(key, eventsPerPut)), ...this.#deliveries(), ...this.#reads()]);
  }

  /** Forgets the batches in queues, which an operator would look into once their cause is mended. */
  async emptyQueues(): Promise<void> {
    const names = namesOf(this.#environment);
    for (const [key, { onFailure }] of Object.entries(this.#environment.processors)) {
      if (onFailure !== "sqs") continue;
      const { account } = this.#environment;
      const QueueUrl = `${this.#platform.url}/${account}/${names.queue(key).name}`;
      await this.#sqs.send(new PurgeQueueCommand({ QueueUrl }));
    }
  }

  /** Tells CloudWatch what `weir apply` does while it changes the environment. */
  async tellOfDeployment(): Promise<void> {
    const { namespace, name, dimensions } = namesOf(this.#environment).deployMetric;
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Timestamp = new Date(this.#platform.clock.now());
    const MetricData = [{ MetricName: name, Dimensions, Value: 1, Timestamp }];
    await this.#cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  }

  close(): void {
    for (const client of [this.#cloudwatch, this.#kinesis, this.#firehose, this.#dynamodb, this.#sqs]) client.destroy();
  }

  async #makeSubscribers(): Promise<Subscriber[]> {
    const names = namesOf(this.#environment);
    const made: Subscriber[] = [];
    for (const [key, { consumers }] of Object.entries(this.#environment.streams)) {
      const outside = consumers.filter((consumer) => !isReadThrough(this.#environment, key, consumer));
      const { name: StreamName, arn: StreamARN } = names.stream(key);
      for (const consumer of outside) {
        const { Consumers = [] } = await this.#kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
        const found = Consumers.find(({ ConsumerName }) => ConsumerName === names.consumerName(consumer));
        made.push(new Subscriber(this.#kinesis, { StreamName, ConsumerARN: found?.ConsumerARN ?? "" }));
      }
    }
    return made;
  }

  /** Those that no job writes to. */
  #streams(): string[] {
    return Object.keys(this.#environment.streams).filter((key) => !isFilledByJob(this.#environment, key));
  }

  async #put(key: string, events: number): Promise<void> {
    const StreamName = namesOf(this.#environment).stream(key).name;
    await unlessRefused(this.#kinesis.send(new PutRecordCommand({ StreamName, ...this.#record() })));
    const Records = Array.from({ length: events }, () => this.#record());
    await unlessRefused(this.#kinesis.send(new PutRecordsCommand({ StreamName, Records })));
  }

  #deliveries(): Promise<unknown>[] {
    const names = namesOf(this.#environment);
    return Object.entries(this.#environment.deliveries)
      .filter(([, { source }]) => source.kind === "direct-put")
      .map(([key]) => {
        const Records = [this.#record(), this.#record()].map(({ Data }) => ({ Data }));
        const input = { DeliveryStreamName: names.deliveryStream(key).name, Records };
        return unlessRefused(this.#firehose.send(new PutRecordBatchCommand(input)));
      });
  }

  #reads(): Promise<unknown>[] {
    return Object.entries(this.#environment.tables).flatMap(([key, { holds }]) => {
      const TableName = namesOf(this.#environment).table(key).name;
      const sortKey = holds.kind === "events" ? "timestamp_event_id" : "window_event_type";
      const Key = { user_id: { S: "user-1" }, [sortKey]: { S: "none" } };
      const query = {
        ...{ TableName, IndexName: "event-type-index", KeyConditionExpression: "event_type_bucket = :bucket" },
        ExpressionAttributeValues: { ":bucket": { S: "CLICK#0" } },
        Limit: 1,
      };
      return Array.from({ length: 3 }).flatMap(() => [
        unlessRefused(this.#dynamodb.send(new GetItemCommand({ TableName, Key }))),
        ...(holds.kind === "events" ? [unlessRefused(this.#dynamodb.send(new QueryCommand(query)))] : []),
      ]);
    });
  }

  #record() {
    const nowMs = this.#platform.clock.now();
    const event = {
      event_id: `event-${this.#sent++}`,
      timestamp: new Date(nowMs).toISOString(),
      user_id: `user-${this.#sent % 50}`,
      event_type: "CLICK",
      value: 1,
    };
    return { PartitionKey: event.user_id, Data: Buffer.from(JSON.stringify(event)) };
  }
}
