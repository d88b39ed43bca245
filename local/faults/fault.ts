/** What a fault can be set on, as its target begins: `stream/<name>`. */
export const targetTypes = [
  "stream",
  "consumer",
  "function",
  "mapping",
  "delivery",
  "table",
  "index",
  "queue",
  "bucket",
  "application",
] as const;

/** One of `targetTypes`. */
export type TargetType = (typeof targetTypes)[number];

/**
 * A resource by its type and its physical name. A consumer is named after its stream, an index after its table
 * (`index/<table>/<index>`), and a mapping by the function that it calls.
 */
export type Target = `${TargetType}/${string}`;

/** What can go wrong. */
export const faultKinds = [
  "throttle",
  "fail",
  "slow",
  "stall",
  "poison",
  "flood",
  "silence",
  "restart",
  "heat",
] as const;

/** One of `faultKinds`. */
export type FaultKind = (typeof faultKinds)[number];

/** What goes wrong, where a resource has two sides. */
export type FaultedOperation = "reads" | "writes";

/** How much goes wrong; what is absent does not belong to the kind. */
export interface FaultSettings {
  /** Of what the resource is asked for, 0 to 1: what goes wrong, by chance; of a flood, the share of the capacity. */
  readonly share?: number;
  /** By how much each invocation takes longer. */
  readonly seconds?: number;
  /** Poisonous records. */
  readonly perSecond?: number;
}

/** One fault in force. */
export interface Fault extends FaultSettings {
  readonly id: string;
  readonly kind: FaultKind;
  readonly target: Target;
  readonly operation?: FaultedOperation;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** When it ends by itself; absent: never. */
  readonly untilMs?: number;
}
