import { randomBytes } from "node:crypto";
import { realClock } from "../../local/clock";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { getRecords } from "../../local/kinesis/actions/get-records";
import { getShardIterator } from "../../local/kinesis/actions/get-shard-iterator";
import { putRecords } from "../../local/kinesis/actions/put-records";
import { Kinesis } from "../../local/kinesis/kinesis";
import { KinesisStorage } from "../../local/kinesis/log/kinesis-storage";
import { realRandom } from "../../local/random";
import type { MemoryJob, MemoryScore } from "./memory";

const batchSize = 500;
const shards = 4;
const StreamName = "bench";

/** Puts records into an engine of its own, and prints what memory that took. */
function main({ folder, records, keeps, reads }: MemoryJob): void {
  const account = { accountId: "000000000000", region: "eu-west-1" };
  const injected = { clock: realClock, random: realRandom, metrics: noMetrics };
  const storage = new KinesisStorage({ folder, keeps, fsync: "never", clock: realClock, onError: console.error });
  const kinesis = new Kinesis({ ...account, ...injected, limits: false, storage });
  kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards });
  const Data = randomBytes(200).toString("base64");
  const follow = reads ? follower(kinesis) : () => undefined;
  const residentMb: number[] = [];
  for (let sent = 0; sent < records; sent += batchSize) {
    const Records = Array.from({ length: batchSize }, (_, at) => ({ Data, PartitionKey: `user-${(sent + at) % 997}` }));
    putRecords(kinesis, { StreamName, Records });
    follow();
    if (sent % 100_000 === 0) residentMb.push(process.memoryUsage.rss() / 2 ** 20);
  }
  const score: MemoryScore = { residentMb };
  console.log(JSON.stringify(score));
}

/** Reads on in every shard, each time that it is called. */
function follower(kinesis: Kinesis): () => void {
  const iterators = kinesis
    .stream(StreamName)
    .shards()
    .map(({ shardId: ShardId }) => {
      const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" };
      return getShardIterator(kinesis, start).ShardIterator;
    });
  return () => {
    for (const [at, ShardIterator] of iterators.entries()) {
      const { Records, NextShardIterator = "" } = getRecords(kinesis, { ShardIterator });
      // What an answer would hold of it.
      JSON.stringify(Records);
      iterators[at] = NextShardIterator;
    }
  };
}

main(JSON.parse(process.argv[2] ?? "") as MemoryJob);
