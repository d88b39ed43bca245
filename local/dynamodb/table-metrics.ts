import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";
import { type Consumed, readConsumed, shownCapacity } from "./consumed-capacity";
import type { DynaliteOperation } from "./dynalite-engine";
import { isDynamoDbError } from "./dynalite-engine";

/** What an operation does with items; those that are not here are none that CloudWatch hears of. */
export const itemOperations: Readonly<Partial<Record<DynaliteOperation, "reads" | "writes">>> = {
  BatchGetItem: "reads",
  GetItem: "reads",
  Query: "reads",
  Scan: "reads",
  BatchWriteItem: "writes",
  DeleteItem: "writes",
  PutItem: "writes",
  UpdateItem: "writes",
};

/** As far as metrics are read from it. */
interface Input {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly ReturnConsumedCapacity?: string;
}

interface Output {
  readonly ConsumedCapacity?: unknown;
  readonly Count?: number;
}

/** CloudWatch's metrics of all tables ("DynamoDB metrics and dimensions"), as requests make them. */
export class TableMetrics {
  readonly #recorder: MetricRecorder;
  readonly #clock: Clock;
  readonly #metrics = new Map<string, Metric>();

  constructor(recorder: MetricRecorder, clock: Clock) {
    this.#recorder = recorder;
    this.#clock = clock;
  }

  /** Measures a request for items: what `call` does with the input, which it is given so that it says what it consumed. */
  async measure(
    operation: DynaliteOperation,
    input: object,
    call: (input: object) => Promise<unknown>,
  ): Promise<unknown> {
    const kind = itemOperations[operation];
    const { ReturnConsumedCapacity: asked = "NONE", ...request } = input as Input;
    // What else it may say DynamoDB refuses.
    if (!kind || !["NONE", "TOTAL", "INDEXES"].includes(asked)) return call(input);
    const tables = request.TableName === undefined ? Object.keys(request.RequestItems ?? {}) : [request.TableName];
    const startMs = this.#clock.now();
    try {
      const output = (await call({ ...request, ReturnConsumedCapacity: "INDEXES" })) as Output;
      const latencyMs = this.#clock.now() - startMs;
      for (const TableName of tables) this.#countSuccess({ TableName, Operation: operation }, latencyMs, output);
      for (const consumed of readConsumed(output.ConsumedCapacity)) this.#countConsumed(kind, consumed);
      return shownCapacity(output, asked);
    } catch (error) {
      this.#countError(operation, tables, error);
      throw error;
    }
  }

  /** Counts a request, or an item of a batch, that a table or one of its indexes did not take: the table's are its own alone. */
  countThrottle(kind: "reads" | "writes", throttling: TableOrIndex): void {
    this.#of(kind === "reads" ? "ReadThrottleEvents" : "WriteThrottleEvents", throttling).record(1);
  }

  #countSuccess(dimensions: TableOperation, latencyMs: number, { Count }: Output): void {
    this.#of("SuccessfulRequestLatency", dimensions, "Milliseconds").record(latencyMs);
    if (Count !== undefined) this.#of("ReturnedItemCount", dimensions).record(Count);
  }

  #countConsumed(kind: "reads" | "writes", { tableName: TableName, tableUnits, indexUnits }: Consumed): void {
    const name = kind === "reads" ? "ConsumedReadCapacityUnits" : "ConsumedWriteCapacityUnits";
    this.#of(name, { TableName }).record(tableUnits);
    for (const [GlobalSecondaryIndexName, units] of indexUnits) {
      this.#of(name, { TableName, GlobalSecondaryIndexName }).record(units);
    }
  }

  #countError(operation: DynaliteOperation, tables: readonly string[], error: unknown): void {
    const isThrottle = isDynamoDbError(error, "ProvisionedThroughputExceededException");
    const isSystem = !(error instanceof AwsError) || error.statusCode >= 500;
    for (const TableName of tables) {
      const ofOperation = { TableName, Operation: operation };
      if (isThrottle) this.#of("ThrottledRequests", ofOperation).record(1);
      else if (isSystem) this.#of("SystemErrors", ofOperation).record(1);
    }
    const [TableName] = tables;
    if (TableName !== undefined && isDynamoDbError(error, "ConditionalCheckFailedException")) {
      this.#of("ConditionalCheckFailedRequests", { TableName }).record(1);
    } else if (!isThrottle && !isSystem) {
      // Of the account and region as a whole.
      this.#of("UserErrors", {}).record(1);
    }
  }

  /** The metric of that name, which is looked up once. */
  #of(name: string, dimensions: Readonly<Record<string, string>>, unit = "Count"): Metric {
    const key = [name, ...Object.values(dimensions)].join(" ");
    const known = this.#metrics.get(key);
    if (known) return known;
    const metric = this.#recorder.metric("AWS/DynamoDB", name, dimensions, unit);
    this.#metrics.set(key, metric);
    return metric;
  }
}

/** A table; or one of its global secondary indexes. */
type TableOrIndex =
  | { readonly TableName: string }
  | { readonly TableName: string; readonly GlobalSecondaryIndexName: string };

interface TableOperation extends Readonly<Record<string, string>> {
  readonly TableName: string;
  readonly Operation: string;
}
