import type { CloudWatchLoggingOption, VpcConfiguration } from "../application-configuration";
import { invalidArgument } from "../invalid-argument";

// AWS numbers the networks and the logging options of an application by the version that they came with.

/** The id of a part that came with a version, the first of them at position 0. */
export function partId(versionId: number, position: number): string {
  return `${versionId}.${position + 1}`;
}

/** What an update says of one network. */
export interface VpcUpdate {
  readonly VpcConfigurationId: string;
  readonly SubnetIdUpdates?: readonly string[];
  readonly SecurityGroupIdUpdates?: readonly string[];
}

/** What an update says of one logging option. */
export interface LoggingOptionUpdate {
  readonly CloudWatchLoggingOptionId: string;
  readonly LogStreamARNUpdate?: string;
}

/** An application's networks after an update. @throws AwsError `InvalidArgumentException` for one that is not there */
export function updatedVpcs(vpcs: readonly VpcConfiguration[], updates: readonly VpcUpdate[] = []) {
  checkIds("VpcConfigurationId", vpcs, updates);
  return vpcs.map((vpc) => {
    const update = updates.find(({ VpcConfigurationId }) => VpcConfigurationId === vpc.VpcConfigurationId);
    const { SubnetIdUpdates = vpc.SubnetIds, SecurityGroupIdUpdates = vpc.SecurityGroupIds } = update ?? {};
    return { ...vpc, SubnetIds: SubnetIdUpdates, SecurityGroupIds: SecurityGroupIdUpdates };
  });
}

/** An application's logging options after an update. @throws AwsError `InvalidArgumentException` for one that is not there */
export function updatedLoggingOptions(
  options: readonly CloudWatchLoggingOption[],
  updates: readonly LoggingOptionUpdate[] = [],
) {
  checkIds("CloudWatchLoggingOptionId", options, updates);
  return options.map((option) => {
    const update = updates.find((named) => named.CloudWatchLoggingOptionId === option.CloudWatchLoggingOptionId);
    return { ...option, LogStreamARN: update?.LogStreamARNUpdate ?? option.LogStreamARN };
  });
}

/** @throws AwsError `InvalidArgumentException` for an id that no part has */
export function checkIds<Name extends string>(
  name: Name,
  parts: readonly Readonly<Record<Name, string>>[],
  named: readonly Readonly<Record<Name, string>>[],
): void {
  const missing = named.find((one) => !parts.some((part) => part[name] === one[name]));
  if (missing) throw invalidArgument(`${name} ${missing[name]} does not exist.`);
}
