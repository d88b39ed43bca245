/** The parts of dynalite that run without its HTTP server. It ships no types of its own. */
declare module "dynalite/db" {
  import type { Level } from "level";

  /** A database of tables, items and indexes. */
  export interface Store {
    readonly db: Level<string, unknown>;
    readonly tableDb: { awsAccountId: string; awsRegion: string };
    /** Gives a table's description; with `checkStatus` only one that is neither made nor deleted at the moment. */
    getTable(name: string, checkStatus: boolean, callback: (error: unknown, table: unknown) => void): void;
  }

  export function create(options: {
    readonly path: string | undefined;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Store;

  /** What indexes of a table gain and lose when `item` takes the place of `existingItem`. */
  export function getIndexActions(
    indexes: readonly object[],
    existingItem: object | undefined,
    item: object | undefined,
    table: object,
  ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: object }[] };
}

declare module "dynalite/validations" {
  import type { Store } from "dynalite/db";

  /** A shape by its name alone, or with its bounds and what it holds. */
  export type TypeRule = string | { readonly type: string; readonly children?: unknown };

  /** What one operation accepts. */
  export interface OperationRules {
    /** By member of the input. */
    readonly types: Readonly<Record<string, TypeRule | undefined>>;
    readonly custom?: (data: object, store: Store) => string | Error | undefined;
  }

  /** Returns the input without what the operation does not know; throws `DynaliteError`. */
  export function checkTypes(input: object, types: object): object;
  /** Throws `DynaliteError`. */
  export function checkValidations(input: object, types: object, custom: OperationRules["custom"], store: Store): void;
}
