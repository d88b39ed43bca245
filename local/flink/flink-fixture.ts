import { realClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { Kinesis } from "../kinesis/kinesis";
import { kinesisService } from "../kinesis/service";
import { realRandom } from "../random";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { findFlinkRuntime } from "./flink-runtime";
import type { JobSpec, StartJob } from "./job";
import { jobStarter, type StartJobOptions } from "./start-job";

const account = { accountId: "000000000000", region: "ap-northeast-1" };

/** A Kinesis behind an endpoint, with what starts jobs on it. */
export interface FlinkFixture {
  readonly kinesis: Kinesis;
  readonly endpoint: Endpoint;
  readonly startJob: StartJob;
}

/** Starts a Kinesis with the three streams of a job; `options` state what differs. */
export async function startFlink(dataDir: string, options: Partial<StartJobOptions> = {}): Promise<FlinkFixture> {
  const kinesis = new Kinesis({ ...account, clock: realClock, random: realRandom, metrics: noMetrics, limits: false });
  for (const name of ["events", "output", "rejects"]) {
    kinesis.createStream({ name, mode: "PROVISIONED", shards: 1 });
  }
  const endpoint = await startEndpoint({ ...account, port: 0, services: [kinesisService(kinesis)] });
  const startJob = jobStarter({
    ...{ runtime: findFlinkRuntime(process.env), dataDir, keep: false, kinesis, endpointUrl: () => endpoint.url },
    ...{ clock: realClock, notice: () => undefined },
    ...options,
  });
  return { kinesis, endpoint, startJob };
}

/** The job of one-second aggregates, with a checkpoint every half second; `groups` state what differs. */
export function jobSpec(groups: JobSpec["propertyGroups"] = {}): JobSpec {
  const table = (name: string) => ({
    connector: "kinesis",
    "stream.arn": `arn:aws:kinesis:${account.region}:${account.accountId}:stream/${name}`,
    "aws.region": account.region,
  });
  const job = {
    ...{ "sql.file": "event-aggregates.sql", "max.disorder.seconds": "1" },
    ...{ "idle.seconds": "1", "state.ttl.hours": "24" },
  };
  return {
    application: "analytics",
    parallelism: 1,
    checkpoints: { intervalMs: 500, minPauseMs: 0 },
    propertyGroups: {
      job,
      parameters: { windowSeconds: "1" },
      events: { ...table("events"), "source.init.position": "TRIM_HORIZON" },
      output: table("output"),
      rejects: table("rejects"),
      ...groups,
    },
  };
}
