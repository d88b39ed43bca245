import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";

const batchSize = 500;
const dataBytes = 200;
const producers = 8;
/** Of one producer: enough to reach every shard. */
const keys = 16;

/** The numbers of the records that a stream acknowledged: every producer numbers its own, from 0. */
export type Acknowledged = readonly number[];

/** What a run of reading or writing came to. */
export interface Score {
  readonly records: number;
  readonly seconds: number;
}

/**
 * Puts 500 records of 200 bytes a request, 8 requests in flight, until `isOver` says so.
 * @param onBatch hears of each acknowledged request
 * @throws Error when a record is refused
 */
export async function putUntil(
  client: KinesisClient,
  stream: string,
  isOver: (records: number) => boolean,
  onBatch: () => void = () => undefined,
): Promise<Score & { readonly acknowledged: Acknowledged }> {
  const started = performance.now();
  const acknowledged = Array<number>(producers).fill(0);
  let records = 0;
  const produce = async (_: unknown, producer: number) => {
    for (let sent = 0; !isOver(records); sent += batchSize) {
      records += batchSize;
      const Records = Array.from({ length: batchSize }, (_, position) => recordOf(producer, sent + position));
      const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
      if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} of ${batchSize} records were refused`);
      acknowledged[producer] = sent + batchSize;
      onBatch();
    }
  };
  await Promise.all(Array.from({ length: producers }, produce));
  return { records, seconds: (performance.now() - started) / 1000, acknowledged };
}

function recordOf(producer: number, number: number): { Data: Buffer; PartitionKey: string } {
  const Data = Buffer.alloc(dataBytes, "weir");
  Data.writeUInt32LE(producer, 0);
  Data.writeUInt32LE(number, 4);
  return { Data, PartitionKey: `${producer}-${number % keys}` };
}

/**
 * Reads a stream from its beginning, 10,000 records a call, and holds it against what was acknowledged.
 * @throws Error unless each acknowledged record is there once, and each key's are in order
 */
export async function readBack(client: KinesisClient, stream: string, acknowledged: Acknowledged): Promise<Score> {
  const started = performance.now();
  const next = acknowledged.map(() => Array.from({ length: keys }, (_, key) => key));
  let records = 0;
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: stream }));
  for (const { ShardId } of Shards) {
    const start = { StreamName: stream, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    for (;;) {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator, Limit: 10_000 }),
      );
      for (const record of Records) check(record, next);
      records += Records.length;
      if (Records.length === 0) break;
      ShardIterator = NextShardIterator;
    }
  }
  const expected = acknowledged.reduce((sum, count) => sum + count, 0);
  if (records !== expected) throw new Error(`${expected} records were acknowledged, ${records} can be read`);
  return { records, seconds: (performance.now() - started) / 1000 };
}

/** A producer numbers its records, and `keys` of them in turn have the same key: so each key's next is known. */
function check({ Data = Buffer.alloc(8) }: _Record, next: readonly number[][]): void {
  const data = Buffer.from(Data.buffer, Data.byteOffset, Data.byteLength);
  const [producer, number] = [data.readUInt32LE(0), data.readUInt32LE(4)];
  const expected = next[producer]?.[number % keys];
  if (expected !== number) throw new Error(`producer ${producer}: read record ${number}, expected ${expected}`);
  const ofProducer = next[producer];
  if (ofProducer) ofProducer[number % keys] = number + keys;
}
