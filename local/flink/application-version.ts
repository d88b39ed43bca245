import type { ApplicationConfiguration } from "./application-configuration";

/** An application as one update left it. Never mutated. */
export interface ApplicationVersion {
  /** Counts from 1. */
  readonly id: number;
  readonly configuration: ApplicationConfiguration;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  /** Tells this version from all others, as its id does. */
  readonly conditionalToken: string;
  /** The version before. */
  readonly updatedFrom?: number;
}
