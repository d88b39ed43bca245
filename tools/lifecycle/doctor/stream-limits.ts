import {
  DescribeLimitsCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ResourceNotFoundException,
  type StreamDescriptionSummary,
} from "@aws-sdk/client-kinesis";
import type { Stream } from "../../../environments";
import { clientConfig, type Target } from "../target";
import type { Finding } from "./finding";

/** What a stream has still to get. */
interface Need {
  readonly shards: number;
  readonly onDemandStreams: number;
}

/** Compares the shards and on-demand streams that the environment has still to get with what the account has left. */
export async function checkStreamLimits(target: Target): Promise<Finding[]> {
  const kinesis = new KinesisClient(clientConfig(target));
  try {
    const limits = await kinesis.send(new DescribeLimitsCommand({}));
    const needs = await Promise.all(
      Object.entries(target.environment.streams).map(async ([key, { capacity }]) =>
        needOf(capacity, await describe(kinesis, target.names.stream(key).name)),
      ),
    );
    const total = (count: keyof Need) => needs.reduce((sum, need) => sum + need[count], 0);
    const { ShardLimit = 0, OpenShardCount = 0, OnDemandStreamCountLimit = 0, OnDemandStreamCount = 0 } = limits;
    const quotas = [
      { what: "shards", needed: total("shards"), free: ShardLimit - OpenShardCount },
      {
        what: "on-demand streams",
        needed: total("onDemandStreams"),
        free: OnDemandStreamCountLimit - OnDemandStreamCount,
      },
    ];
    return quotas
      .filter(({ what, needed }) => what === "shards" || needed > 0)
      .map((quota) => findingOf(quota, target));
  } finally {
    kinesis.destroy();
  }
}

function findingOf(quota: { what: string; needed: number; free: number }, { environment }: Target): Finding {
  const { what, needed, free } = quota;
  const message = `Kinesis ${what}: ${needed} still to be made, ${free} free`;
  if (needed <= free) return { check: what, verdict: "ok", message };
  return {
    check: what,
    verdict: "problem",
    message,
    fix: `ask for more in Service Quotas (Kinesis, ${environment.region}), or have fewer in environments/${environment.name}.ts`,
  };
}

function needOf(capacity: Stream["capacity"], now: StreamDescriptionSummary | undefined): Need {
  if (capacity.mode === "provisioned") {
    return { shards: Math.max(0, capacity.shards - (now?.OpenShardCount ?? 0)), onDemandStreams: 0 };
  }
  return { shards: 0, onDemandStreams: now?.StreamModeDetails?.StreamMode === "ON_DEMAND" ? 0 : 1 };
}

async function describe(kinesis: KinesisClient, StreamName: string): Promise<StreamDescriptionSummary | undefined> {
  try {
    const answer = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
