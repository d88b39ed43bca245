import { readInput } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type EnhancedMonitoringOutput, monitor, monitoringShape } from "./enhanced-monitoring";
import { findActiveStream } from "./stream-input";

/** Measures shard-level metrics beside those that are measured already. */
export function enableEnhancedMonitoring(kinesis: Kinesis, input: unknown): EnhancedMonitoringOutput {
  const { ShardLevelMetrics, ...named } = readInput(monitoringShape, input);
  return monitor(findActiveStream(kinesis, named), ShardLevelMetrics, ({ isListed, isOn }) => isListed || isOn);
}
