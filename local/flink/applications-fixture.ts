import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock, VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { seededRandom } from "../random";
import { createS3 } from "../s3/s3";
import { startEndpoint } from "../server/endpoint";
import { createApplication } from "./actions/create-application";
import { describeApplication } from "./actions/describe-application";
import { Applications, type ApplicationsOptions } from "./applications";
import type { Job, JobSpec } from "./job";
import type { JobMetrics } from "./job-metrics";
import { managedFlinkService } from "./service";

/** Whose applications they are. */
export const account = { accountId: "000000000000", region: "ap-northeast-1" };

/** The name of the application in tests. */
export const ApplicationName = "orders";

/** Where its code is. */
export const S3ContentLocation = { BucketARN: "arn:aws:s3:::artifacts", FileKey: "orders.jar" };

/** What it is made with. */
export const newApplication = {
  ApplicationName,
  RuntimeEnvironment: "FLINK-1_20",
  ServiceExecutionRole: "arn:aws:iam::000000000000:role/orders-flink",
};

/** A configuration with code and one property group. */
export const configured = {
  ApplicationCodeConfiguration: { CodeContentType: "ZIPFILE", CodeContent: { S3ContentLocation } },
  EnvironmentProperties: {
    PropertyGroups: [{ PropertyGroupId: "job", PropertyMap: { "sql.file": "orders.sql" } }],
  },
};

/** A job that does what a test tells it to. */
export class ScriptedJob implements Job {
  readonly running: Promise<void>;
  readonly ended: Promise<Error | undefined>;
  /** How it was stopped, call by call. */
  readonly stops: { readonly withSnapshot: boolean }[] = [];
  /** Why savepoints can't be taken. */
  savepointError: Error | undefined;
  /** What it tells of itself. */
  told: JobMetrics = { restarts: 0, downtimeMs: 0 };
  #run: () => void = () => undefined;
  #refuse: (reason: Error) => void = () => undefined;
  #end: (reason?: Error) => void = () => undefined;
  #savepoints = 0;

  constructor(
    readonly spec: JobSpec,
    private readonly number: number,
  ) {
    this.running = new Promise((resolve, reject) => {
      this.#run = resolve;
      this.#refuse = reject;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  run(): void {
    this.#run();
  }

  /** Does not start; its process ends a little later. */
  refuse(message: string): void {
    this.#refuse(new Error(message));
    setImmediate(() => this.#end(new Error(message)));
  }

  /** Ends by itself. */
  crash(message: string): void {
    this.#end(new Error(message));
  }

  async metrics(): Promise<JobMetrics> {
    return this.told;
  }

  async snapshot(): Promise<string> {
    if (this.savepointError) throw this.savepointError;
    this.#savepoints += 1;
    return `savepoint-${this.number}-${this.#savepoints}`;
  }

  async stop(options: { readonly withSnapshot: boolean }): Promise<string | undefined> {
    this.stops.push(options);
    const folder = options.withSnapshot ? await this.snapshot() : undefined;
    this.#end();
    return folder;
  }
}

/** The service on a virtual clock, with jobs that run when a test says so; `options` state what differs. */
export function managedFlinkWith(options: Partial<ApplicationsOptions> = {}) {
  const clock = new VirtualClock();
  const jobs: ScriptedJob[] = [];
  const notices: string[] = [];
  const removed: string[] = [];
  const applications = new Applications({
    ...{ clock, random: seededRandom(1), metrics: noMetrics, ...account },
    startJob(spec) {
      const job = new ScriptedJob(spec, jobs.length + 1);
      jobs.push(job);
      return job;
    },
    removeFolder: async (folder) => void removed.push(folder),
    notice: (line) => notices.push(line),
    ...options,
  });
  const objectSize = async () => 3;
  return { clock, jobs, notices, removed, flink: { applications, objectSize } };
}

/** The service with the application, and what moves it; `configuration` and `options` state what differs. */
export async function createdApplication(configuration: object = {}, options: Partial<ApplicationsOptions> = {}) {
  const test = managedFlinkWith(options);
  await createApplication(test.flink, {
    ...newApplication,
    ApplicationConfiguration: { ...configured, ...configuration },
  });
  const describe = () => describeApplication(test.flink, { ApplicationName }).ApplicationDetail;
  return {
    ...test,
    describe,
    status: () => describe().ApplicationStatus,
    /** The newest job. */
    job(): ScriptedJob {
      const job = test.jobs.at(-1);
      if (!job) throw new Error("no job was started");
      return job;
    },
    /** Lets promises that are ready settle. */
    settle: () => test.clock.advance(0),
  };
}

/** The service behind an endpoint with its code in S3, on real time; a job runs as soon as it is started. */
export async function startManagedFlink() {
  const folder = mkdtempSync(join(tmpdir(), "weir-managed-flink-"));
  const s3 = await createS3({ clock: realClock, root: join(folder, "s3") });
  await s3.ensureBucket("artifacts");
  const jobs: ScriptedJob[] = [];
  const { flink } = managedFlinkWith({
    clock: realClock,
    transitionMs: 100,
    startJob(spec) {
      const job = new ScriptedJob(spec, jobs.length + 1);
      jobs.push(job);
      job.run();
      return job;
    },
  });
  const service = managedFlinkService({ ...flink, objectSize: s3.objectSize });
  const endpoint = await startEndpoint({ port: 0, services: [service, s3.service], ...account });
  return {
    ...{ folder, jobs, s3, endpoint },
    applications: () => flink.applications.list(),
    async close() {
      await flink.applications.close();
      await endpoint.close();
      await s3.close();
      rmSync(folder, { recursive: true });
    },
  };
}
