import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KinesisClient, ListShardsCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { App } from "cdktf";
import type { Environment } from "../../environments";
import { parseEnvironment } from "../../environments/parse-environment";
import { flinkJar, flinkSourcesHash } from "../../flink-sources";
import { findFlinkRuntime, type LocalAws, startLocal } from "../../local";
import { namesOf } from "../../names";
import { addStacks } from "../../stacks/add-stacks";
import { type Changes, environmentInput } from "../environment-input";
import { until } from "../until";
import { JobRecords } from "./job-records";

/** A record to put; without a hash key, its partition key says into which shard. */
export interface OutgoingRecord {
  readonly data: string | Buffer;
  readonly partitionKey: string;
  readonly hashKey?: string;
}

/** An open shard: its hash keys begin with this one. */
export interface OpenShard {
  readonly id: string;
  readonly hashKey: string;
}

/** Texts that a job is told. */
interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

/** What DescribeApplication says, as far as a test needs it. */
export interface ApplicationDetail {
  readonly ApplicationVersionId: number;
  readonly ApplicationConfigurationDescription: {
    readonly EnvironmentPropertyDescriptions: { readonly PropertyGroupDescriptions: readonly PropertyGroup[] };
  };
}

interface Described {
  readonly ApplicationDetail: ApplicationDetail;
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const recordsPerRequest = 500;

/** A synthesized environment with analytics jobs, running on a real Flink. */
export class AnalyticsPlatform {
  /** The stream that the jobs read, and those that they write to. */
  readonly kinesis: KinesisClient;
  /** What the local AWS told a person. */
  readonly notices: string[];

  private constructor(
    readonly environment: Environment,
    readonly local: LocalAws,
    notices: string[],
    private readonly folder: string,
  ) {
    this.notices = notices;
    this.kinesis = new KinesisClient({ endpoint: local.url, region: local.region, credentials });
  }

  /** Synthesizes and starts an environment that has nothing but what `changes` say. */
  static async start(changes: Changes): Promise<AnalyticsPlatform> {
    const folder = mkdtempSync(join(tmpdir(), "weir-analytics-"));
    const outDir = join(folder, "out");
    const environment = parseEnvironment("of the test", environmentInput({ processors: {}, tables: {}, ...changes }));
    const app = new App({ outdir: outDir, stackTraces: false });
    addStacks(app, environment, new Map(), { path: flinkJar(), sourcesHash: flinkSourcesHash() });
    app.synth();
    const notices: string[] = [];
    const local = await startLocal({
      ...{ environment: environment.name, outDir, dataDir: join(folder, "data"), keep: false, port: 0 },
      // Hours of events come in seconds.
      limits: false,
      flink: findFlinkRuntime(process.env),
      notice: (line) => notices.push(line),
    });
    return new AnalyticsPlatform(environment, local, notices, folder);
  }

  /** The folder of the local buckets. */
  get s3Dir(): string {
    return join(this.folder, "data", "s3");
  }

  /** What a job writes from now on. */
  records(job = "analytics"): JobRecords {
    const { output = "", rejects = "" } = this.environment.analytics[job] ?? {};
    return new JobRecords(this.kinesis, { output: this.#streamName(output), rejects: this.#streamName(rejects) });
  }

  /** The input's shards that take records, in the order of their hash keys. */
  async openShards(): Promise<OpenShard[]> {
    const { Shards = [] } = await this.kinesis.send(new ListShardsCommand({ StreamName: this.inputName }));
    const open = Shards.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined);
    return open
      .map(({ ShardId: id = "", HashKeyRange }) => ({ id, hashKey: HashKeyRange?.StartingHashKey ?? "" }))
      .sort((one, other) => (BigInt(one.hashKey) < BigInt(other.hashKey) ? -1 : 1));
  }

  /** Puts records into the input, in their order. */
  async put(records: readonly OutgoingRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += recordsPerRequest) {
      const Records = records.slice(start, start + recordsPerRequest).map(({ data, partitionKey, hashKey }) => ({
        Data: Buffer.from(data),
        PartitionKey: partitionKey,
        ExplicitHashKey: hashKey,
      }));
      const put = await this.kinesis.send(new PutRecordsCommand({ StreamName: this.inputName, Records }));
      if (put.FailedRecordCount) throw new Error(`${put.FailedRecordCount} records were refused`);
    }
  }

  /** Keeps a job from running until StartApplication: what is put before that is a backlog. */
  async hold(job = "analytics"): Promise<void> {
    await this.flink("StopApplication", { Force: true }, job);
    await this.becomes("READY", job);
  }

  /** The input's name. */
  get inputName(): string {
    return this.#streamName("data-stream");
  }

  /** Calls an operation of Managed Flink for a job's application. @throws Error with what it answers, unless it succeeds */
  async flink(operation: string, input: object = {}, job = "analytics"): Promise<unknown> {
    const response = await fetch(this.local.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `KinesisAnalytics_20180523.${operation}`,
      },
      body: JSON.stringify({ ApplicationName: this.#applicationName(job), ...input }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${text}`);
    return JSON.parse(text);
  }

  /** Updates a job's application, as `change` says of what it is. */
  async update(change: (detail: ApplicationDetail) => object, job = "analytics"): Promise<void> {
    const { ApplicationDetail: detail } = (await this.flink("DescribeApplication", {}, job)) as Described;
    await this.flink(
      "UpdateApplication",
      { CurrentApplicationVersionId: detail.ApplicationVersionId, ApplicationConfigurationUpdate: change(detail) },
      job,
    );
  }

  /** Waits until a job's application is in a state, such as RUNNING. */
  async becomes(status: string, job = "analytics"): Promise<void> {
    await until(() => this.local.analytics()?.applications[this.#applicationName(job)] === status);
  }

  /** Waits for a checkpoint of a job that is begun after this call. */
  async nextCheckpoint(job = "analytics"): Promise<void> {
    const folder = this.#jobFolder(job);
    const newest = () => {
      const files = readdirSync(join(folder, "checkpoints"), { recursive: true, encoding: "utf8" });
      return Math.max(0, ...files.map((path) => Number(/chk-(\d+)\/_metadata$/.exec(path)?.[1] ?? 0)));
    };
    // The next may have been begun before.
    const last = newest() + 2;
    await until(() => newest() >= last);
  }

  /** Ends the process of a job as a crash would. */
  kill(job = "analytics"): void {
    const args = ["-P", String(process.pid), "-f", this.#jobFolder(job)];
    const pid = execFileSync("pgrep", args, { encoding: "utf8" });
    process.kill(Number(pid), "SIGKILL");
  }

  /** Ends it, and delivers what delivery streams have buffered: their objects stay until `remove`. */
  async stop(): Promise<void> {
    this.kinesis.destroy();
    await this.local.close();
  }

  /** Deletes all that it wrote. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #streamName(key: string): string {
    return namesOf(this.environment).stream(key).name;
  }

  #jobFolder(job: string): string {
    return join(this.folder, "data", "flink", this.#applicationName(job));
  }

  #applicationName(job: string): string {
    return namesOf(this.environment).application(job).name;
  }
}

/** For UpdateApplication: so many subtasks. */
export function parallelismUpdate(parallelism: number): object {
  const ParallelismConfigurationUpdate = { ConfigurationTypeUpdate: "CUSTOM", ParallelismUpdate: parallelism };
  return { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate } };
}

/** For UpdateApplication: other values for some properties of a group. */
export function propertyUpdate(
  detail: ApplicationDetail,
  id: string,
  properties: PropertyGroup["PropertyMap"],
): object {
  const { EnvironmentPropertyDescriptions } = detail.ApplicationConfigurationDescription;
  const PropertyGroups = EnvironmentPropertyDescriptions.PropertyGroupDescriptions.map((group) =>
    group.PropertyGroupId === id ? { ...group, PropertyMap: { ...group.PropertyMap, ...properties } } : group,
  );
  return { EnvironmentPropertyUpdates: { PropertyGroups } };
}
