import { AwsError } from "../aws-error";
import type { Stream } from "./stream";

/** What AWS lets an account have in a region until it is asked for more (developer guide, "Quotas and limits"). */
export interface Quotas {
  /** Open shards of all provisioned streams together; those of on-demand streams do not count. */
  readonly shards: number;
  readonly onDemandStreams: number;
  /** What one on-demand stream scales to, MiB written a second. */
  readonly onDemandMiBps: number;
}

/** An account in a region, which quotas hold. */
interface Account {
  readonly accountId: string;
  readonly region: string;
  /** Whether they do. */
  readonly limits: boolean;
  readonly quotas: Quotas;
  streams(): readonly Stream[];
}

const largeRegions: readonly string[] = ["us-east-1", "us-west-2", "eu-west-1"];

/** How many streams may be coming or going at once. */
const maxComingOrGoing = 5;

/** The quotas of a region. Outside of the largest, AWS says 1,000 or 6,000 shards: here it is the lower. */
export function quotasOf(region: string): Quotas {
  const onDemandStreams = 50;
  return largeRegions.includes(region)
    ? { shards: 20_000, onDemandStreams, onDemandMiBps: 10_240 }
    : { shards: 1_000, onDemandStreams, onDemandMiBps: 200 };
}

/** Open shards that count against the account's quota. */
export function openShardCount(account: Account): number {
  const provisioned = account.streams().filter(({ properties }) => properties.mode === "PROVISIONED");
  return provisioned.reduce((count, stream) => count + stream.openShards().length, 0);
}

/** Streams that count against the account's quota of those on demand. */
export function onDemandStreamCount(account: Account): number {
  return account.streams().filter(({ properties }) => properties.mode === "ON_DEMAND").length;
}

/** @throws AwsError `LimitExceededException` when so many more open shards would be too many for the account */
export function checkShardQuota(account: Account, additional: number): void {
  const { shards: limit } = account.quotas;
  const current = openShardCount(account);
  // An account whose quota is used up may still have fewer.
  if (!account.limits || additional <= 0 || current + additional <= limit) return;
  throw new AwsError(
    "LimitExceededException",
    `This request would exceed the shard limit for the account ${account.accountId} in ${account.region}. ` +
      `Current shard count for the account: ${current}. Limit: ${limit}. Number of additional shards that would have ` +
      `resulted from this request: ${additional}. Refer to the AWS Service Limits page ` +
      "(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request " +
      "higher limits.",
  );
}

/** @throws AwsError `LimitExceededException` when one more on-demand stream would be too many for the account */
export function checkOnDemandQuota(account: Account): void {
  const { onDemandStreams: limit } = account.quotas;
  if (!account.limits || onDemandStreamCount(account) < limit) return;
  throw new AwsError(
    "LimitExceededException",
    `This request would exceed the on-demand stream limit for the account ${account.accountId} in ${account.region}. ` +
      `Limit: ${limit}.`,
  );
}

/** @throws AwsError `LimitExceededException` when too many streams are in CREATING or DELETING for one more */
export function checkComingOrGoing(account: Account): void {
  const count = account.streams().filter(({ status }) => status === "CREATING" || status === "DELETING").length;
  if (!account.limits || count < maxComingOrGoing) return;
  throw new AwsError(
    "LimitExceededException",
    "This request would have exceed the limit on the number of streams that can simultaneously be in CREATING or " +
      `DELETING. Limit: ${maxComingOrGoing}`,
  );
}
