import type { ApplicationVersion } from "./application-version";

/** What takes an application from one state to another. */
export type OperationKind = "StartApplication" | "StopApplication" | "UpdateApplication";

/** One of an application's operations; all times are milliseconds since the epoch. */
export interface ApplicationOperation {
  readonly id: string;
  /** Counts an application's operations from 1. */
  readonly number: number;
  readonly kind: OperationKind;
  readonly startedMs: number;
  /** What an update takes into force. */
  readonly version?: ApplicationVersion;
  status: "IN_PROGRESS" | "SUCCESSFUL" | "FAILED" | "CANCELLED";
  endedMs?: number;
  /** Why it FAILED. */
  error?: string;
}
