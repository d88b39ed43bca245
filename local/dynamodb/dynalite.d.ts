/** The parts of dynalite that run without its HTTP server. It ships no types of its own. */
declare module "dynalite/db" {
  import type { Level } from "level";

  /** A database of tables, items and indexes. */
  export interface Store {
    readonly db: Level<string, unknown>;
    readonly tableDb: { awsAccountId: string; awsRegion: string };
  }

  export function create(options: {
    readonly path: string | undefined;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Store;
}

declare module "dynalite/validations" {
  import type { Store } from "dynalite/db";

  /** What one operation accepts. */
  export interface OperationRules {
    readonly types: object;
    readonly custom?: (data: object, store: Store) => string | Error | undefined;
  }

  /** Returns the input without what the operation does not know; throws `DynaliteError`. */
  export function checkTypes(input: object, types: object): object;
  /** Throws `DynaliteError`. */
  export function checkValidations(input: object, types: object, custom: OperationRules["custom"], store: Store): void;
}
