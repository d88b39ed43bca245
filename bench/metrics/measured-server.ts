import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../local/clock";
import { createCloudWatch } from "../../local/cloudwatch/cloudwatch";
import type { MetricRecorder } from "../../local/cloudwatch/metric-recorder";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { Kinesis } from "../../local/kinesis/kinesis";
import { KinesisStorage } from "../../local/kinesis/log/kinesis-storage";
import { kinesisService } from "../../local/kinesis/service";
import { realRandom } from "../../local/random";
import { startEndpoint } from "../../local/server/endpoint";

/** Two Kinesis in one process, alike but that CloudWatch hears of the one. */
export interface MeasuredUrls {
  readonly heard: string;
  readonly unheard: string;
}

const account = { accountId: "000000000000", region: "eu-west-1" };
const onError = (error: unknown) => console.error(error);
const folder = mkdtempSync(join(tmpdir(), "weir-bench-metrics-"));

async function start(name: string, metrics: MetricRecorder): Promise<string> {
  const kept = { folder: join(folder, name), keeps: false, fsync: "never", clock: realClock, onError } as const;
  const storage = new KinesisStorage(kept);
  const injected = { clock: realClock, random: realRandom, metrics };
  const kinesis = new Kinesis({ ...account, ...injected, limits: false, storage });
  return (await startEndpoint({ ...account, port: 0, services: [kinesisService(kinesis)] })).url;
}

/** Tells where they listen, and then, each time that it is asked, how much CPU time the process has used, milliseconds. */
async function main(): Promise<void> {
  const { recorder } = createCloudWatch({ ...account, clock: realClock, publish: () => undefined });
  const urls: MeasuredUrls = { heard: await start("heard", recorder), unheard: await start("unheard", noMetrics) };
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1_000);
  });
  process.once("disconnect", () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
  process.send?.(urls);
}

void main();
