import type { EventQueue } from "./event-queue";
import type { Functions } from "./functions";
import type { Mappings } from "./mappings";

/** Lambda of one account and region: what its operations work on. */
export interface Lambda {
  readonly functions: Functions;
  readonly events: EventQueue;
  readonly mappings: Mappings;
  /**
   * Reads an object, for a function whose code lies in S3.
   * @throws AwsError as GetObject does
   */
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array>;
}
