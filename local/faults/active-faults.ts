import type { Fault, FaultedOperation, FaultKind, Target } from "./fault";

/** What engines ask, wherever something may be made to go wrong. */
export interface ActiveFaults {
  /** The fault that strikes what a resource is being asked for now; undefined, as nearly always: none does. */
  strikes(kind: FaultKind, target: Target, operation?: FaultedOperation): Fault | undefined;
}

/** For those that nobody disturbs. */
export const noFaults: ActiveFaults = { strikes: () => undefined };
