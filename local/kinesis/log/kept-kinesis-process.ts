import { realClock } from "../../clock";
import { noMetrics } from "../../cloudwatch/no-metrics";
import { realRandom } from "../../random";
import { startEndpoint } from "../../server/endpoint";
import { Kinesis } from "../kinesis";
import { kinesisService } from "../service";
import { KinesisStorage, type KinesisStorageOptions } from "./kinesis-storage";

/** What a test's process runs. */
export type KeptKinesisOptions = Pick<KinesisStorageOptions, "folder" | "fsync" | "segmentBytes">;

/** A Kinesis that keeps its streams, in a process that a test may kill: prints the endpoint's address. */
async function main(options: KeptKinesisOptions): Promise<void> {
  const account = { accountId: "000000000000", region: "ap-northeast-1" };
  const onError = (error: unknown) => console.error(error);
  // A memory so small that most of what is put leaves it.
  const storage = new KinesisStorage({ ...options, keeps: true, clock: realClock, onError, memoryBytes: 65_536 });
  const kinesis = new Kinesis({
    ...account,
    clock: realClock,
    random: realRandom,
    metrics: noMetrics,
    limits: false,
    storage,
  });
  const { url } = await startEndpoint({ ...account, port: 0, services: [kinesisService(kinesis)] });
  console.log(url);
}

void main(JSON.parse(process.argv[2] ?? ""));
