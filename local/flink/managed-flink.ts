import type { Applications } from "./applications";

/** Managed Service for Apache Flink of one account and region: what its operations work on. */
export interface ManagedFlink {
  readonly applications: Applications;
  /**
   * How large an object is, bytes: of code that lies in S3.
   * @throws AwsError as GetObject does
   */
  readonly objectSize: (bucket: string, key: string) => Promise<number>;
}
