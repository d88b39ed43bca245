import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type AnalyticsCounts, countAnalytics } from "./analytics-counts";
import { type Clock, realClock } from "./clock";
import { type AlarmSummary, summaryOf } from "./cloudwatch/alarms/alarm-summary";
import { createCloudWatch } from "./cloudwatch/cloudwatch";
import { claimDataDir } from "./data-dir";
import { createDynamoDb } from "./dynamodb/dynamodb";
import { Faults } from "./faults/faults";
import { faultyDelivery, faultyDoors } from "./faults/faulty-destinations";
import { faultyJobs } from "./faults/faulty-jobs";
import { targetsOf } from "./faults/targets";
import { beginTraffic } from "./faults/traffic-faults";
import type { DeliveryDependencies } from "./firehose/delivery/delivery-pipeline";
import { DeliveryStream } from "./firehose/delivery/delivery-stream";
import type { DeliveryStreamSettings } from "./firehose/delivery-stream-settings";
import { Firehose } from "./firehose/firehose";
import { firehoseService } from "./firehose/service";
import { Applications } from "./flink/applications";
import type { FlinkRuntime, NoFlinkRuntime } from "./flink/flink-runtime";
import type { StartJob } from "./flink/job";
import { JobResults } from "./flink/job-results";
import { managedFlinkService } from "./flink/service";
import { jobStarter } from "./flink/start-job";
import { GlueCatalog } from "./glue/glue-catalog";
import { KeptPositions } from "./kept-positions";
import { Kinesis } from "./kinesis/kinesis";
import type { FsyncPolicy } from "./kinesis/log/file-sync";
import { KinesisStorage } from "./kinesis/log/kinesis-storage";
import { kinesisService } from "./kinesis/service";
import type { Destinations } from "./lambda/batch-processor";
import { EventQueue } from "./lambda/event-queue";
import { Functions } from "./lambda/functions";
import { Mappings } from "./lambda/mappings";
import { lambdaService } from "./lambda/service";
import { countDeliveries, countRecords, type DeliveryCounts, type LocalCounts } from "./local-counts";
import { Logs } from "./logs/logs";
import { logsService } from "./logs/service";
import { provision } from "./provision";
import { realRandom } from "./random";
import { createS3 } from "./s3/s3";
import { startEndpoint } from "./server/endpoint";
import { snsService } from "./sns/service";
import { Sns } from "./sns/sns";
import { createSqs } from "./sqs/sqs";
import { createSts } from "./sts/sts";
import { type ResolvedEnvironment, readEnvironment } from "./terraform/read-environment";
import { faultsRoute } from "./web/faults-route";
import { createPage } from "./web/page";

export type { AnalyticsCounts } from "./analytics-counts";
export type { AlarmSummary } from "./cloudwatch/alarms/alarm-summary";
export type { Fault } from "./faults/fault";
export { type FlinkRuntime, findFlinkRuntime, type NoFlinkRuntime } from "./flink/flink-runtime";
export type { FsyncPolicy } from "./kinesis/log/file-sync";
export type { DeliveryCounts, LocalCounts } from "./local-counts";

/** What to run, and where. */
export interface LocalOptions {
  /** The environment's name: `dev`. */
  readonly environment: string;
  /** What synth wrote: `cdktf.out`. */
  readonly outDir: string;
  /** Streams, tables, objects, unpacked functions and their logs: `.weir`. */
  readonly dataDir: string;
  /**
   * Whether the tables and objects of the run before are kept, and its streams and the positions of their readers if it
   * was to keep them too; else `dataDir` is emptied.
   */
  readonly keep: boolean;
  /** When records that are kept are brought to the disk itself. @default "never": when the operating system does so */
  readonly fsync?: FsyncPolicy;
  /** Whether AWS's rates and quotas hold. @default true */
  readonly limits?: boolean;
  /**
   * How long a stream, a consumer, a mapping or a Flink application that requests make, change or delete is on its way,
   * milliseconds; those of the Terraform are there at once. @default 0
   */
  readonly transitionMs?: number;
  /**
   * What runs the jobs of analytics, or why nothing does; then their applications are made and not started. A function
   * stands for the jobs themselves: on a virtual clock no real one runs.
   * @default nothing, since nobody asked for it
   */
  readonly flink?: FlinkRuntime | NoFlinkRuntime | StartJob;
  /** The time of all that is run, and of the functions' `Date`. @default the machine's */
  readonly clock?: Clock;
  /** The endpoint's TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Gets one line a request, and the lines of the jobs' logs. */
  readonly log?: (line: string) => void;
  /** Gets what a person must know: what is not emulated, and failures. */
  readonly notice: (line: string) => void;
}

/** A synthesized environment, running. */
export interface LocalAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** What a person looks at with a browser. */
  readonly pageUrl: string;
  readonly region: string;
  /** Milliseconds since the epoch: nothing that this run did is older. */
  readonly startedMs: number;
  /** What became of the records so far. */
  counts(): LocalCounts;
  /** What became of the records that delivery streams took so far. */
  deliveries(): DeliveryCounts;
  /** What the jobs of analytics did so far; undefined when there are none, or nothing runs them. */
  analytics(): AnalyticsCounts | undefined;
  /** How many functions' handlers are at work, which takes real time whatever the clock says. */
  handlersAtWork(): number;
  /** Ends the jobs of analytics: no more results come then. */
  endAnalytics(): Promise<void>;
  /** Whether a delivery stream is as the Terraform made it: neither updated nor deleted since. */
  isAsProvisioned(deliveryStreamName: string): boolean;
  /** Delivers what delivery streams have buffered, and ends them. */
  deliverAll(): Promise<void>;
  /** How many items a table holds. */
  countItems(tableName: string): Promise<number>;
  /** The alarms as they are now, by name. */
  alarms(): readonly AlarmSummary[];
  /**
   * Ends the jobs of analytics, the mappings (letting invocations under way finish), the delivery streams (delivering what
   * they have buffered), the functions, then the endpoint.
   */
  close(): Promise<void>;
}

/**
 * Runs a synthesized environment: makes its resources from the Terraform of `outDir`, and starts its mappings.
 * @throws Error when the environment was not synthesized, the port is taken, or a resource can't be made
 */
export async function startLocal(options: LocalOptions): Promise<LocalAws> {
  const environment = readEnvironment(options);
  const started: Ending[] = [];
  // What was started last may need what was started before it.
  const close = async () => {
    const failures: unknown[] = [];
    for (const end of started.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `the local AWS did not end cleanly: ${failures.join("; ")}`);
  };
  try {
    return { ...(await start(options, environment, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const notAskedFor: NoFlinkRuntime = { missing: "nobody asked for it" };

/** As Managed Flink's console names it. */
const jobLogStream = "kinesis-analytics-log-stream";

/** Ends something that was started. */
type Ending = () => void | Promise<void>;

async function start(
  {
    dataDir,
    keep,
    fsync = "never",
    limits = true,
    transitionMs,
    flink: flinkRuntime = notAskedFor,
    clock = realClock,
    port,
    log,
    notice,
  }: LocalOptions,
  { environment, accountId, region, resources }: ResolvedEnvironment,
  started: Ending[],
): Promise<Omit<LocalAws, "close">> {
  const startedMs = clock.now();
  started.push(claimDataDir(dataDir, keep));
  const account = { accountId, region };
  const cloudwatch = createCloudWatch({
    ...{ ...account, clock },
    publish: (topicArn, subject, message) => {
      sns.publish(topicArn, message, { subject });
    },
  });
  started.push(() => cloudwatch.close());
  cloudwatch.alarms.onStateChange(({ alarm, from, to }) => {
    if ([from.value, to.value].includes("ALARM")) notice(`${to.value} ${alarm.name}: ${to.reason}`);
  });
  const faults = new Faults({
    ...{ clock, random: realRandom, targets: targetsOf(resources) },
    begin: (fault) => beginTraffic(fault, { clock, random: realRandom, kinesis, firehose, notice }),
  });
  const injected = { clock, random: realRandom, metrics: cloudwatch.recorder, faults };
  const onError = (error: unknown) => notice(String(error));
  const storage = new KinesisStorage({
    ...{ folder: join(dataDir, "kinesis"), keeps: keep, fsync, clock },
    onError,
  });
  started.push(() => storage.close());
  const kinesis = new Kinesis({ ...injected, ...account, limits, transitionMs, storage, onError });
  started.push(() => kinesis.close());
  const positions = keep ? keptPositions(dataDir, clock, notice) : undefined;
  started.push(() => positions?.close());
  const dynamodb = createDynamoDb({ ...injected, ...account, path: join(dataDir, "dynamodb") });
  started.push(() => dynamodb.close());
  const s3 = await createS3({ clock, root: join(dataDir, "s3") });
  started.push(() => s3.close());
  const sqs = createSqs({ ...injected, ...account });
  started.push(() => sqs.close());
  const { putObject, sendMessage } = faultyDoors({ putObject: s3.putObject, sendMessage: sqs.sendMessage }, faults);
  const endpointUrl = () => endpoint.url;
  const sns = new Sns({ ...injected, ...account, fetch, sendMessage, endpointUrl, notice });
  started.push(() => sns.close());
  const glue = new GlueCatalog();
  const startDelivery = (settings: DeliveryStreamSettings) =>
    startDeliveryStream(settings, kinesis, positions, {
      ...injected,
      ...faultyDelivery(settings, { sink: { putObject }, fetch }, faults),
      ...{ runner: functions, glue, notice },
    });
  const onDeleted = (arn: string) => positions?.forget(arn);
  const firehose = new Firehose({ ...injected, ...account, limits, startDelivery, onDeleted });
  const logs = new Logs({ clock, ...account, putMetricData: cloudwatch.putData });
  const functions = new Functions({
    ...{ ...injected, ...account, folder: dataDir, endpointUrl },
    onLogLine: (name, line, logStream) => logs.write(`/aws/lambda/${name}`, logStream, line),
  });
  const events = new EventQueue({ functions, clock, notice });
  const destinations: Destinations = {
    sendMessage,
    publish: async (topicArn, message) => {
      sns.publish(topicArn, message);
    },
    putObject: (bucketArn, key, body) => putObject(bucketArn.slice(bucketArn.lastIndexOf(":") + 1), key, body),
  };
  const mappings = new Mappings({ ...injected, functions, kinesis, destinations, transitionMs, positions });
  const startJob =
    typeof flinkRuntime === "function"
      ? flinkRuntime
      : jobStarter({
          ...{ runtime: flinkRuntime, dataDir, keep, kinesis, endpointUrl, clock, notice },
          onLogLine(name, line) {
            logs.write(`/aws/kinesis-analytics/${name}`, jobLogStream, line);
            log?.(`${name}: ${line}`);
          },
        });
  const applications = new Applications({
    ...{ ...injected, ...account, transitionMs, notice },
    startJob: faultyJobs(startJob, faults, clock),
    removeFolder: (path) => rm(path, { recursive: true, force: true }),
  });
  const flink = { applications, objectSize: s3.objectSize };
  const services = [
    kinesisService(kinesis),
    firehoseService(firehose),
    lambdaService({ functions, events, mappings, readObject: s3.getObject }),
    managedFlinkService(flink),
    dynamodb.service,
    cloudwatch.service,
    logsService(logs),
    s3.service,
    sqs.service,
    snsService(sns),
    createSts(injected),
  ];
  const page = createPage(
    {
      ...{ environment, ...account, startedMs, clock, faults, notice },
      ...{ kinesis, functions, mappings, firehose, applications, dynamodb, s3, logs, cloudwatch },
    },
    faultsRoute(faults),
  );
  const endpoint = await startEndpoint({ port, services, page: page.handle, ...account, log, logError: notice });
  started.push(() => endpoint.close());
  started.push(() => page.close());
  started.push(() => functions.close());
  started.push(() => firehose.close());
  started.push(() => events.close());
  started.push(() => mappings.close());
  started.push(() => applications.close());
  started.push(() => {
    faults.clear();
  });
  await provision(resources, {
    ...{ kinesis, firehose, glue, functions, mappings, flink, flinkRuntime, dynamodb, s3, sqs, sns, logs },
    ...{ cloudwatch, notice },
  });
  const results = new JobResults(applications, kinesis);
  const provisioned = firehose.deliveryStreams().map((stream) => ({ stream, settings: stream.settings }));
  return {
    url: endpoint.url,
    pageUrl: `${endpoint.url}/_weir/`,
    region,
    startedMs,
    counts: () => countRecords(kinesis, mappings, (streamArn) => results.isResult(streamArn)),
    deliveries: () => countDeliveries(firehose.statistics().filter(({ sourceArn }) => !results.isResult(sourceArn))),
    analytics: () =>
      "missing" in flinkRuntime || applications.list().length === 0
        ? undefined
        : countAnalytics({ applications, results, mappings, firehose }),
    handlersAtWork: () => functions.handlersAtWork,
    endAnalytics: () => applications.close(),
    isAsProvisioned: (name) =>
      provisioned.some(
        ({ stream, settings }) => settings.name === name && stream.settings === settings && !stream.deleting,
      ),
    deliverAll: () => firehose.close(),
    countItems: dynamodb.countItems,
    alarms: () => cloudwatch.alarms.list().map(summaryOf),
  };
}

function keptPositions(dataDir: string, clock: Clock, notice: (line: string) => void): KeptPositions {
  const path = join(dataDir, "positions.json");
  return new KeptPositions({ path, clock, onError: (error) => notice(String(error)) });
}

/**
 * Starts a delivery stream's engine; one that reads a Kinesis stream begins at LATEST, as AWS's does, or goes on where
 * that of the process before this one left off.
 */
function startDeliveryStream(
  settings: DeliveryStreamSettings,
  kinesis: Kinesis,
  positions: KeptPositions | undefined,
  dependencies: DeliveryDependencies,
): DeliveryStream {
  const { arn, sourceArn } = settings;
  const stream = sourceArn === undefined ? undefined : kinesis.stream(sourceArn);
  const source = stream && { stream, checkpoints: new Map<string, number>(positions?.take(arn, stream)) };
  if (source) positions?.follow(arn, source.stream, () => source.checkpoints);
  const delivery = new DeliveryStream(settings, dependencies, source);
  delivery.start();
  return delivery;
}
