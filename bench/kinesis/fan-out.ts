import { setTimeout as delay } from "node:timers/promises";
import {
  CreateStreamCommand,
  type KinesisClient,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  type SubscribeToShardEventStream,
} from "@aws-sdk/client-kinesis";
import { median } from "../median";
import { clientOf } from "./clients";
import { startWeir } from "./server";

const StreamName = "fan-out";
const recordsARequest = 10;
const requestsASecond = 100;
const recordsASecond = recordsARequest * requestsASecond;
const dataBytes = 200;
/** Until the code of both sides is compiled, its latencies are not looked at. */
const warmUpSeconds = 5;
const rounds = 5;
const secondsARound = 4;

/** From just before PutRecords is called to the event's records in the subscriber's hands: medians of the rounds. */
export interface FanOutLatency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Measures enhanced fan-out: 1,000 records of 200 B a second, ten a request, put into one shard, and pushed to one
 * subscriber by HTTP/2. Both are clients of the SDK in this process; the server has its own.
 * @throws Error when a record is refused, comes twice or does not come
 */
export async function measureFanOut(): Promise<FanOutLatency> {
  const server = await startWeir();
  const producer = clientOf(server.url, "HTTP/1.1");
  const subscriber = clientOf(server.url, "HTTP/2, the SDK's default");
  try {
    const events = await subscribe(subscriber);
    const warmUp = warmUpSeconds * recordsASecond;
    const round = secondsARound * recordsASecond;
    const records = warmUp + rounds * round;
    const [latencies] = await Promise.all([latenciesOf(events, records), putAll(producer, records)]);
    const perRound = Array.from({ length: rounds }, (_, number) =>
      latencies.slice(warmUp + number * round, warmUp + (number + 1) * round).sort((one, other) => one - other),
    );
    const percentile = (share: number) => median(perRound.map((sorted) => sorted[Math.ceil(share * round) - 1] ?? NaN));
    return { p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
  } finally {
    producer.destroy();
    subscriber.destroy();
    await server.stop();
  }
}

async function subscribe(client: KinesisClient): Promise<AsyncIterable<SubscribeToShardEventStream>> {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const StreamARN = `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}`;
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "bench" }));
  const { EventStream } = await client.send(
    new SubscribeToShardCommand({
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "TRIM_HORIZON" },
    }),
  );
  if (!EventStream) throw new Error("SubscribeToShard answered without an event stream");
  return EventStream;
}

/** Puts so many records at an even rate: each carries its number and the time of its request. */
async function putAll(client: KinesisClient, records: number): Promise<void> {
  const started = performance.now();
  const requests: Promise<void>[] = [];
  for (let number = 0; number < records; number += recordsARequest) {
    const dueMs = started + (number / recordsARequest) * (1_000 / requestsASecond);
    await delay(Math.max(0, dueMs - performance.now()));
    requests.push(putSome(client, number));
  }
  await Promise.all(requests);
}

async function putSome(client: KinesisClient, first: number): Promise<void> {
  const sentMs = performance.now();
  const Records = Array.from({ length: recordsARequest }, (_, position) => {
    const Data = Buffer.alloc(dataBytes);
    Data.writeUInt32LE(first + position, 0);
    Data.writeDoubleLE(sentMs, 4);
    return { Data, PartitionKey: String(first + position) };
  });
  const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
  if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} of ${recordsARequest} records were refused`);
}

/** How long each record took, milliseconds, in order of their numbers. */
async function latenciesOf(events: AsyncIterable<SubscribeToShardEventStream>, records: number): Promise<number[]> {
  const latencies = Array<number>(records).fill(Number.NaN);
  let received = 0;
  for await (const { SubscribeToShardEvent } of events) {
    for (const { Data = new Uint8Array() } of SubscribeToShardEvent?.Records ?? []) {
      const data = Buffer.from(Data.buffer, Data.byteOffset, Data.byteLength);
      const number = data.readUInt32LE(0);
      if (!Number.isNaN(latencies[number])) throw new Error(`record ${number} came twice`);
      latencies[number] = performance.now() - data.readDoubleLE(4);
      received++;
    }
    if (received === records) return latencies;
  }
  throw new Error(`the subscription ended after ${received} of ${records} records`);
}
