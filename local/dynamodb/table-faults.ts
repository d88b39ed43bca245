import { AwsError } from "../aws-error";
import type { ActiveFaults } from "../faults/active-faults";
import type { FaultedOperation } from "../faults/fault";
import type { DynaliteOperation } from "./dynalite-engine";
import { itemOperations, type TableMetrics } from "./table-metrics";

const namespace = "com.amazonaws.dynamodb.v20120810";

/** As far as it says which tables a request is about. */
interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, readonly unknown[]>>;
}

interface BatchWriteOutput {
  readonly UnprocessedItems?: Readonly<Record<string, readonly unknown[]>>;
}

/** What goes wrong with requests for items, because of faults. */
export class TableFaults {
  readonly #faults: ActiveFaults;
  readonly #metrics: TableMetrics;
  readonly #indexes = new Map<string, readonly string[]>();

  constructor(faults: ActiveFaults, metrics: TableMetrics) {
    this.#faults = faults;
    this.#metrics = metrics;
  }

  /** Tells which indexes a table has: a write is one to each. */
  addTable(name: string, indexes: readonly string[]): void {
    this.#indexes.set(name, indexes);
  }

  /**
   * Makes a call, or what faults leave of it.
   * @throws AwsError `InternalServerError`, `ProvisionedThroughputExceededException`, and what `call` throws
   */
  async suffer(
    operation: DynaliteOperation,
    input: object,
    call: (input: object) => Promise<unknown>,
  ): Promise<unknown> {
    const kind = itemOperations[operation];
    if (!kind) return call(input);
    const { TableName, IndexName, RequestItems = {} } = input as Input;
    const tables = TableName === undefined ? Object.keys(RequestItems) : [TableName];
    if (tables.some((table) => this.#faults.strikes("fail", `table/${table}`))) {
      throw new AwsError(`${namespace}#InternalServerError`, "Internal server error", 500);
    }
    if (operation === "BatchWriteItem") return this.#batchWrite({ ...input, RequestItems }, call);
    if (tables.some((table) => this.#isThrottled(kind, table, IndexName))) throw throughputExceeded();
    return call(input);
  }

  /** Each item is throttled by itself; a request of which nothing is left is refused. */
  async #batchWrite(
    input: { readonly RequestItems: Readonly<Record<string, readonly unknown[]>> },
    call: (input: object) => Promise<unknown>,
  ): Promise<unknown> {
    const taken: Record<string, unknown[]> = {};
    const refused: Record<string, unknown[]> = {};
    for (const [table, requests] of Object.entries(input.RequestItems)) {
      for (const request of requests) {
        const side = this.#isThrottled("writes", table) ? refused : taken;
        side[table] = [...(side[table] ?? []), request];
      }
    }
    if (Object.keys(refused).length === 0) return call(input);
    if (Object.keys(taken).length === 0) throw throughputExceeded();
    const output = (await call({ ...input, RequestItems: taken })) as BatchWriteOutput;
    const unprocessed = { ...output.UnprocessedItems };
    for (const [table, requests] of Object.entries(refused)) {
      unprocessed[table] = [...(unprocessed[table] ?? []), ...requests];
    }
    return { ...output, UnprocessedItems: unprocessed };
  }

  /** A write goes to every index of its table, and what one of them can't take the table does not take either. */
  #isThrottled(kind: FaultedOperation, TableName: string, readIndex?: string): boolean {
    const all = this.#indexes.get(TableName) ?? [];
    const indexes = kind === "writes" ? all : all.filter((index) => index === readIndex);
    const throttling = indexes.filter((index) => this.#faults.strikes("throttle", `index/${TableName}/${index}`, kind));
    for (const GlobalSecondaryIndexName of throttling) {
      this.#metrics.countThrottle(kind, { TableName, GlobalSecondaryIndexName });
    }
    const isTableThrottled = this.#faults.strikes("throttle", `table/${TableName}`, kind) !== undefined;
    if (isTableThrottled) this.#metrics.countThrottle(kind, { TableName });
    return isTableThrottled || throttling.length > 0;
  }
}

function throughputExceeded(): AwsError {
  const message =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning " +
    "level with the UpdateTable API.";
  return new AwsError(`${namespace}#ProvisionedThroughputExceededException`, message);
}
