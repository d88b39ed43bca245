import { oneOf, structure } from "../../server/input-shape";
import { scalarList } from "../../server/scalar-list";
import type { Stream } from "../stream";
import { type ShardLevelMetric, shardLevelMetrics } from "../stream-properties";
import { streamMembers } from "./stream-input";

const words = [...shardLevelMetrics, "ALL"] as const;

/** The input of both operations that change enhanced monitoring. */
export const monitoringShape = structure(
  {
    ShardLevelMetrics: scalarList(oneOf(words), {
      min: 1,
      max: shardLevelMetrics.length,
      constraint: `Member must satisfy enum value set: [${words.join(", ")}]`,
    }),
  },
  streamMembers,
);

/** What both answer. */
export interface EnhancedMonitoringOutput {
  readonly StreamName: string;
  readonly StreamARN: string;
  /** Before the operation. */
  readonly CurrentShardLevelMetrics: readonly ShardLevelMetric[];
  /** After it. */
  readonly DesiredShardLevelMetrics: readonly ShardLevelMetric[];
}

/** Lets a stream measure those metrics of its shards that `isWanted` tells, given what the request lists. */
export function monitor(
  stream: Stream,
  listed: readonly (typeof words)[number][],
  isWanted: (metric: { readonly isListed: boolean; readonly isOn: boolean }) => boolean,
): EnhancedMonitoringOutput {
  const { shardLevelMetrics: current } = stream.properties;
  const desired = shardLevelMetrics.filter((metric) =>
    isWanted({ isListed: listed.includes(metric) || listed.includes("ALL"), isOn: current.includes(metric) }),
  );
  stream.update(() => ({ properties: { shardLevelMetrics: desired } }));
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: desired,
  };
}
