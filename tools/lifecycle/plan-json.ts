/** What `terraform show -json` says of a plan, as far as Weir reads it ("JSON Output Format" in its documentation). */
export interface PlanJson {
  /** What would be done. */
  readonly resource_changes?: readonly ResourceChange[];
  /** What was found to differ from the state. */
  readonly resource_drift?: readonly ResourceChange[];
  /** What becomes of the outputs, by name. */
  readonly output_changes?: Readonly<Record<string, ValueChange<unknown>>>;
  /** What the code says. */
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfiguredResource[] } };
}

/** A resource as the code has it. */
export interface ConfiguredResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** What the code says of each attribute; of others it says nothing. */
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** A resource that changes, or was found changed. */
export interface ResourceChange {
  readonly address: string;
  /** Where the state has it, when the code says that it moved. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of an object that was to be replaced and is still there, beside the one that replaced it. */
  readonly deposed?: string;
  readonly change: ValueChange<Attributes | null>;
}

/** What a value was and what it becomes. */
export interface ValueChange<T> {
  /** One, or a replacement's two: `delete`, `create`, in the order in which they happen. */
  readonly actions: readonly string[];
  readonly before: T;
  readonly after: T;
  /** The shape of `after`, `true` where a value is known after apply only. */
  readonly after_unknown?: unknown;
  /** The shape of `before` or `after`, `true` where a value must not be shown. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** The values of a resource. */
export type Attributes = Readonly<Record<string, unknown>>;
