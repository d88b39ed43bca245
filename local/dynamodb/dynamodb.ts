import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { type ActiveFaults, noFaults } from "../faults/active-faults";
import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { type Action, targetService } from "../server/target-protocol";
import { ContinuousBackups } from "./continuous-backups";
import { describeContinuousBackups, updateContinuousBackups } from "./continuous-backups-actions";
import {
  DynaliteEngine,
  type DynaliteOperation,
  type DynaliteOptions,
  dynaliteOperations,
  isDynamoDbError,
} from "./dynalite-engine";
import { TableFaults } from "./table-faults";
import { TableMetrics } from "./table-metrics";
import { TimeToLive } from "./time-to-live";
import { describeTimeToLive, updateTimeToLive } from "./time-to-live-actions";

/** Where tables live, whose they are, and the time that items expire by. */
export interface DynamoDbOptions extends DynaliteOptions {
  readonly clock: Clock;
  /** Hears what CloudWatch is to know of tables. */
  readonly metrics: MetricRecorder;
  /** What goes wrong with tables and their indexes. @default nothing */
  readonly faults?: ActiveFaults;
}

/** A table as CreateTable takes it, and its time to live, which AWS sets by a call of its own. */
export interface TableDefinition extends CreateTableCommandInput {
  readonly TableName: string;
  /** The attribute that holds the time an item expires (a Number, epoch seconds). @default items never expire */
  readonly ttlAttribute?: string;
}

/** DynamoDB by dynalite: the service for the endpoint, and what the host does without a request. */
export interface DynamoDb {
  readonly service: Service;
  /**
   * Makes a table and waits until it is ACTIVE; a kept table of the same keys stays as it is.
   * @throws AwsError as CreateTable does
   * @throws Error when a kept table of that name has other keys
   */
  createTable(definition: TableDefinition): Promise<void>;
  /** How many items a table holds now: reads every key, no item. 0 for a table that does not exist. */
  countItems(tableName: string): Promise<number>;
  /** Deletes what has expired by the clock, and returns how many items; by itself it happens about once a minute. */
  sweepExpired(): Promise<number>;
  /** Ends the sweeps and closes the database. */
  close(): Promise<void>;
}

/** AWS promises "within a few days"; a person who tries it out waits a minute. */
const sweepEveryMs = 60_000;
/** A sweep reads every item: it rests a hundred times as long as it took, so that it never weighs on writes. */
const restsPerSweep = 100;
const countPageKeys = 1_000;

/** Makes a DynamoDB of its own. */
export function createDynamoDb(options: DynamoDbOptions): DynamoDb {
  const { metrics: recorder, clock, faults = noFaults } = options;
  const engine = new DynaliteEngine(options);
  const metrics = new TableMetrics(recorder, clock);
  const tableFaults = new TableFaults(faults, metrics);
  const timeToLive = new TimeToLive(engine);
  const stopSweeps = sweepRegularly(timeToLive, options.clock);
  return {
    service: targetService({
      name: "dynamodb",
      targetPrefix: "DynamoDB_20120810",
      codecs: [jsonCodec("application/x-amz-json-1.0")],
      actions: {
        ...measuredActions(engine, metrics, tableFaults),
        ...ownActions(engine, timeToLive, new ContinuousBackups(engine)),
      },
    }),
    async createTable(definition) {
      await createTable(engine, timeToLive, definition);
      const indexes = definition.GlobalSecondaryIndexes ?? [];
      tableFaults.addTable(
        definition.TableName,
        indexes.flatMap(({ IndexName }) => IndexName ?? []),
      );
    },
    countItems: (tableName) => countItems(engine, tableName),
    sweepExpired: () => timeToLive.sweep(options.clock.now()),
    async close() {
      await stopSweeps();
      await engine.close();
    },
  };
}

function measuredActions(
  engine: DynaliteEngine,
  metrics: TableMetrics,
  tableFaults: TableFaults,
): Record<string, Action> {
  const byDynalite = (operation: DynaliteOperation): [string, Action] => {
    const call = (input: object) => tableFaults.suffer(operation, input, (left) => engine.call(operation, left));
    return [operation, (input) => metrics.measure(operation, input as object, call)];
  };
  return Object.fromEntries(dynaliteOperations.map(byDynalite));
}

function ownActions(
  engine: DynaliteEngine,
  timeToLive: TimeToLive,
  backups: ContinuousBackups,
): Record<string, Action> {
  return {
    UpdateTimeToLive: updateTimeToLive(engine, timeToLive),
    DescribeTimeToLive: describeTimeToLive(engine, timeToLive),
    UpdateContinuousBackups: updateContinuousBackups(engine, backups),
    DescribeContinuousBackups: describeContinuousBackups(engine, backups),
    async DeleteTable(input) {
      const output = await engine.call("DeleteTable", input as object);
      const { TableName } = input as { readonly TableName: string };
      // A new table of the same name starts without expiry and recovery.
      await timeToLive.set(TableName, undefined);
      await backups.set(TableName, undefined);
      return output;
    },
  };
}

/** Sweeps again and again until stopped; stopping waits for the sweep under way. */
function sweepRegularly(timeToLive: TimeToLive, clock: Clock): () => Promise<void> {
  let sweeping = Promise.resolve();
  let isStopped = false;
  let cancel = (): void => undefined;
  const schedule = (restMs: number) => {
    if (isStopped) return;
    cancel = clock.schedule(() => {
      sweeping = sweep();
    }, restMs);
  };
  const sweep = async () => {
    const startMs = clock.now();
    await timeToLive.sweep(startMs);
    schedule(Math.max(sweepEveryMs, restsPerSweep * (clock.now() - startMs)));
  };
  schedule(sweepEveryMs);
  return async () => {
    isStopped = true;
    cancel();
    await sweeping;
  };
}

async function createTable(engine: DynaliteEngine, timeToLive: TimeToLive, definition: TableDefinition): Promise<void> {
  const { ttlAttribute, ...table } = definition;
  try {
    // dynalite drops from its input what it does not know.
    await engine.call("CreateTable", structuredClone(table));
  } catch (error) {
    if (!isDynamoDbError(error, "ResourceInUseException")) throw error;
  }
  const { Table: made } = (await engine.call("DescribeTable", { TableName: definition.TableName })) as TableOutput;
  if (keysOf(made) !== keysOf(definition)) {
    throw new Error(
      `table ${definition.TableName} was kept from an earlier run with the keys ${keysOf(made)}, ` +
        `but is now defined with ${keysOf(definition)}: delete the kept tables, or undo the change`,
    );
  }
  await timeToLive.set(definition.TableName, ttlAttribute);
}

interface TableOutput {
  readonly Table: Keys;
}

interface Keys {
  readonly KeySchema?: CreateTableCommandInput["KeySchema"];
  readonly GlobalSecondaryIndexes?: CreateTableCommandInput["GlobalSecondaryIndexes"];
}

/** The keys of a table and its indexes in words, alike for alike tables. */
function keysOf(table: Keys): string {
  const schema = (keys: Keys["KeySchema"]) => keys?.map((key) => `${key.AttributeName} ${key.KeyType}`).join(", ");
  const indexes = (table.GlobalSecondaryIndexes ?? []).map(
    (index) => `${index.IndexName} (${schema(index.KeySchema)})`,
  );
  return [`(${schema(table.KeySchema)})`, ...indexes.sort()].join(", ");
}

async function countItems(engine: DynaliteEngine, tableName: string): Promise<number> {
  // dynalite puts `item-<table>~` before each key, and counts by reading whole items.
  const prefix = `item-${tableName}~`;
  const keys = engine.store.db.keys({ gte: prefix, lt: `${prefix}\u{10ffff}` });
  try {
    let count = 0;
    for (let page = await keys.nextv(countPageKeys); page.length > 0; page = await keys.nextv(countPageKeys)) {
      count += page.length;
    }
    return count;
  } finally {
    await keys.close();
  }
}
