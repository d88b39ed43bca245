import type { Applications } from "./applications";

/** Managed Service for Apache Flink of one account and region: what its operations work on. */
export interface ManagedFlink {
  readonly applications: Applications;
  /**
   * Reads an object, for an application whose code lies in S3.
   * @throws AwsError as GetObject does
   */
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array>;
}
