import type { Construct } from "constructs";
import { PrivateBucket, type PrivateBucketProps } from "../private-bucket/private-bucket";

/** See {@link LakeBucket}. */
export interface LakeBucketProps extends PrivateBucketProps {
  /** Where delivered data lies; nothing else is archived. */
  readonly dataPrefixes: readonly string[];
  /** Days after which an object moves on; at least 30. */
  readonly standardIaDays: number;
  /** At least 30 more. From here on, Athena can't read the object until it is restored. */
  readonly glacierDays: number;
  readonly deepArchiveDays: number;
  /** Prefixes beside the data whose objects are deleted, and after how many days. */
  readonly expiryDays: Readonly<Record<string, number>>;
}

/** The data lake: what is delivered there grows cheaper as it grows old. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    const transition = [
      { days: props.standardIaDays, storageClass: "STANDARD_IA" },
      { days: props.glacierDays, storageClass: "GLACIER" },
      { days: props.deepArchiveDays, storageClass: "DEEP_ARCHIVE" },
    ];
    const archiving = props.dataPrefixes.map((prefix) => ({
      id: `archive ${prefix}`,
      status: "Enabled",
      filter: [{ prefix }],
      transition,
    }));
    const expiring = Object.entries(props.expiryDays).map(([prefix, days]) => ({
      id: `expire ${prefix}`,
      status: "Enabled",
      filter: [{ prefix }],
      expiration: [{ days }],
    }));
    super(scope, id, { ...props, lifecycleRules: [...archiving, ...expiring] });
  }
}
