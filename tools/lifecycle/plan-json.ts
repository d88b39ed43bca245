/** What `terraform show -json` says of a plan, as far as Weir reads it ("JSON Output Format" in its documentation). */
export interface PlanJson {
  /** What would be done. */
  readonly resource_changes?: readonly ResourceChange[];
  /** What was found to differ from the state. */
  readonly resource_drift?: readonly ResourceChange[];
}

/** A resource that changes, or was found changed. */
export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly change: {
    /** One, or a replacement's two: `delete`, `create`, in the order in which they happen. */
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    /** The shape of `after`, `true` where a value is known after apply only. */
    readonly after_unknown?: unknown;
    /** The shape of `before` or `after`, `true` where a value must not be shown. */
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    /** Paths of the attributes that force a replacement. */
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** The values of a resource. */
export type Attributes = Readonly<Record<string, unknown>>;
