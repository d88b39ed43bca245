/** Why AWS is not what the code says. */
export type Kind =
  /** Somebody changed it elsewhere; the next apply would change it back. */
  | "outside"
  /** Somebody changed it elsewhere; the code says nothing of it, and no apply would change it back. */
  | "unmanaged"
  /** The code has changed since the last apply. */
  | "unapplied"
  /** It depends on something else that the next apply changes, and is known then. */
  | "follows";

/** Two sides of a value. */
export interface Difference {
  /** Terraform's address, such as `aws_kinesis_stream.Streams_data-stream_BD476BE4`, or `output.streams`. */
  readonly resource: string;
  /**
   * A path, such as `tags_all.owner`; null for the resource as a whole, which is `there`, `absent`,
   * `updated`, `replaced` or `moved`.
   */
  readonly attribute: string | null;
  /** What the last apply left; of what is not applied, what AWS has. */
  readonly from: unknown;
  /** What AWS has; of what is not applied, what the code says. */
  readonly to: unknown;
}

/** A way in which AWS is not what the code says. */
export interface Finding extends Difference {
  readonly kind: Kind;
  /** What the code says of a value that was changed outside, where it has changed as well. */
  readonly code?: unknown;
}

/** What differs in a stack. */
export interface Differences {
  readonly findings: readonly Finding[];
  /** What has changed since the last apply and is no drift: AWS's own to change, or the shadow of another resource. */
  readonly incidental: readonly Difference[];
}

/** Stands for a value that must not be shown, as Terraform writes it. */
export const sensitive = "(sensitive value)";

/** Stands for a value that nobody knows yet, as Terraform writes it. */
export const unknown = "(known after apply)";
