import { create, type Store } from "dynalite/db";
import { AwsError } from "../aws-error";
import { createTable } from "./create-table";
import { deleteTable } from "./delete-table";
import { checkInput, loadOperation, type Operation } from "./dynalite-operation";
import { Gate } from "./gate";
import { updateTable } from "./update-table";

/** Where tables live and whose they are. */
export interface DynaliteOptions {
  /** The account in table ARNs. */
  readonly accountId: string;
  readonly region: string;
  /** Folder that keeps the tables from run to run. @default in memory */
  readonly path?: string;
}

/** The operations that dynalite answers. */
export const dynaliteOperations = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
] as const;

/** One of `dynaliteOperations`. */
export type DynaliteOperation = (typeof dynaliteOperations)[number];

/** Operations of ours in the place of dynalite's. They change a table as a whole, and so run while no other does. */
const ownOperations: Partial<Record<DynaliteOperation, Operation>> = {
  CreateTable: createTable,
  DeleteTable: deleteTable,
  UpdateTable: updateTable,
};

interface ScanPage<Item> {
  readonly Items: readonly Item[];
  readonly LastEvaluatedKey?: object;
}

const scanPageItems = 1_000;

/**
 * dynalite without its HTTP server, which ends the whole process when a client breaks off a request and has no
 * way to close a database that was never listened for.
 */
export class DynaliteEngine {
  /** The database below: tables, items and indexes, each under a prefix of its own. */
  readonly store: Store;
  readonly #operations: Record<DynaliteOperation, Operation>;
  readonly #gate = new Gate();

  constructor(options: DynaliteOptions) {
    this.store = create({ path: options.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    this.store.tableDb.awsAccountId = options.accountId;
    this.store.tableDb.awsRegion = options.region;
    const loaded = dynaliteOperations.map((name) => [name, ownOperations[name] ?? loadOperation(name)] as const);
    this.#operations = Object.fromEntries(loaded) as Record<DynaliteOperation, Operation>;
  }

  /**
   * Runs one operation with the input of its JSON request; what DynamoDB does not know in it is dropped from `input`.
   * @throws AwsError as DynamoDB answers it
   */
  call(operation: DynaliteOperation, input: object): Promise<unknown> {
    const run = () => this.#run(operation, input);
    return ownOperations[operation] ? this.#gate.alone(run) : this.#gate.beside(run);
  }

  async #run(operation: DynaliteOperation, input: object): Promise<unknown> {
    const { rules, run } = this.#operations[operation];
    try {
      return await run(this.store, checkInput(rules, input, this.store));
    } catch (error) {
      throw awsErrorOf(error);
    }
  }

  /** Scans a table page by page; `input` is Scan's own but for the paging. */
  async *scan<Item>(input: object): AsyncGenerator<readonly Item[]> {
    let startKey: object | undefined;
    do {
      const request = { ...input, Limit: scanPageItems, ExclusiveStartKey: startKey };
      const page = (await this.call("Scan", request)) as ScanPage<Item>;
      yield page.Items;
      startKey = page.LastEvaluatedKey;
    } while (startKey);
  }

  /** Waits for what is being written, then closes the database. */
  close(): Promise<void> {
    return this.store.db.close();
  }
}

/** Whether an error is DynamoDB's own `code`, which dynalite puts behind its namespace and `#`. */
export function isDynamoDbError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code.endsWith(`#${code}`);
}

interface DynaliteError {
  readonly statusCode: number;
  /** Serialization errors spell it `Message`, all others `message`. */
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

function awsErrorOf(error: unknown): unknown {
  if (!isDynaliteError(error)) return error;
  const { body, statusCode } = error;
  return new AwsError(body.__type, body.message ?? body.Message ?? "", statusCode);
}

function isDynaliteError(error: unknown): error is DynaliteError {
  return error instanceof Error && "statusCode" in error && "body" in error;
}
