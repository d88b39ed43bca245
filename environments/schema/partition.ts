/** A partition of AWS: regions that share accounts, and a name in every ARN. */
export interface Partition {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly name: string;
  /** What the hosts of its services end in. */
  readonly dnsSuffix: string;
}

/** The partition that a region lies in. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  return { name: region.startsWith("us-gov-") ? "aws-us-gov" : "aws", dnsSuffix: "amazonaws.com" };
}
