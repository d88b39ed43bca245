import { createHash } from "node:crypto";

/** Where the resources of an environment stand: what AWS puts into their ARNs and addresses. */
export interface AwsAccount {
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** What the host names of its services end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/** An account in a region, with what follows from the region. */
export function awsAccount(accountId: string, region: string): AwsAccount {
  if (region.startsWith("cn-")) return { accountId, region, partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  const partition = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { accountId, region, partition, dnsSuffix: "amazonaws.com" };
}

/**
 * What AWS would make by chance, made from a resource's address instead, so that every run agrees.
 * @param length of the hexadecimal digits, 64 at most
 */
export function stableHex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** A version 4 UUID that follows from a seed. */
export function stableUuid(seed: string): string {
  const hex = stableHex(seed, 32);
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    "-",
  );
}
