import {
  CreateStreamCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  paginateListStreams,
} from "@aws-sdk/client-kinesis";
import { clientOf } from "./clients";
import { startWeir } from "./server";

const sizes = [250, 500, 1_000];
const batchSize = 500;

/** Times creating, listing and putting with many streams and with many shards: a row for each number of them. */
export async function measureStreams() {
  const rows: Record<string, object> = {};
  for (const size of sizes) rows[`${size} streams of 1 shard`] = await timed(manyStreams(size));
  for (const size of sizes) rows[`1 stream of ${size} shards`] = await timed(manyShards(size));
  return rows;
}

/** What is done to the server, step by step. */
type Steps = Readonly<Record<string, (client: KinesisClient) => Promise<unknown>>>;

function manyStreams(count: number): Steps {
  const names = Array.from({ length: count }, (_, number) => `stream-${number}`);
  return {
    "create (ms)": (client) =>
      eachOf(names, (StreamName) => client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))),
    "list (ms)": async (client) => {
      let listed = 0;
      for await (const { StreamNames = [] } of paginateListStreams({ client }, {})) listed += StreamNames.length;
      if (listed !== count) throw new Error(`${listed} of ${count} streams were listed`);
    },
    "put 10 records into each (ms)": (client) =>
      eachOf(names, (StreamName) => client.send(new PutRecordsCommand({ StreamName, Records: records(10) }))),
  };
}

function manyShards(count: number): Steps {
  const StreamName = "stream";
  return {
    "create (ms)": (client) => client.send(new CreateStreamCommand({ StreamName, ShardCount: count })),
    "list (ms)": async (client) => {
      const { Shards: { length: listed } = [] } = await client.send(new ListShardsCommand({ StreamName }));
      if (listed !== count) throw new Error(`${listed} of ${count} shards were listed`);
    },
    "put 10 records into each (ms)": (client) =>
      eachOf(Array.from({ length: (count * 10) / batchSize }), () =>
        client.send(new PutRecordsCommand({ StreamName, Records: records(batchSize) })),
      ),
  };
}

function records(count: number): { Data: Buffer; PartitionKey: string }[] {
  return Array.from({ length: count }, () => ({ Data: Buffer.alloc(200), PartitionKey: String(Math.random()) }));
}

/** Eight at a time. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function timed(steps: Steps): Promise<Record<string, string>> {
  const server = await startWeir();
  const client = clientOf(server.url, "HTTP/1.1");
  const row: Record<string, string> = {};
  try {
    for (const [name, step] of Object.entries(steps)) {
      const started = performance.now();
      await step(client);
      row[name] = (performance.now() - started).toFixed(0);
    }
  } finally {
    client.destroy();
    await server.stop();
  }
  return row;
}
