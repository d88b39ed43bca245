import type { JobSpec } from "./job";

/** Whether AWS's own values hold, whatever else is given, or those that are given. */
type ConfigurationType = "DEFAULT" | "CUSTOM";

/** How often a job's state is kept, milliseconds. */
export interface CheckpointConfiguration {
  readonly ConfigurationType: ConfigurationType;
  readonly CheckpointingEnabled: boolean;
  readonly CheckpointInterval: number;
  readonly MinPauseBetweenCheckpoints: number;
}

/** What a job writes to its log, and in how fine metrics. */
export interface MonitoringConfiguration {
  readonly ConfigurationType: ConfigurationType;
  readonly MetricsLevel: "APPLICATION" | "TASK" | "OPERATOR" | "PARALLELISM";
  readonly LogLevel: "INFO" | "WARN" | "ERROR" | "DEBUG";
}

/** Over how many subtasks a job is spread, and how many of them share a KPU. */
export interface ParallelismConfiguration {
  readonly ConfigurationType: ConfigurationType;
  readonly Parallelism: number;
  readonly ParallelismPerKPU: number;
  readonly AutoScalingEnabled: boolean;
}

/** The object that holds an application's jar. */
export interface S3ContentLocation {
  readonly BucketARN: string;
  readonly FileKey: string;
  readonly ObjectVersion?: string;
}

/** An application's jar. */
export interface ApplicationCode {
  readonly location: S3ContentLocation;
  readonly bytes: number;
}

/** Texts that the job reads when it starts. */
export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

/** The network that an application would be in. */
export interface VpcConfiguration {
  readonly VpcConfigurationId: string;
  readonly SubnetIds: readonly string[];
  readonly SecurityGroupIds: readonly string[];
}

/** A log stream that an application would write to. */
export interface CloudWatchLoggingOption {
  readonly CloudWatchLoggingOptionId: string;
  readonly LogStreamARN: string;
}

/** All that an update may change of an application, in AWS's shapes with every default filled in. Never mutated. */
export interface ApplicationConfiguration {
  /** Such as `FLINK-1_20`. */
  readonly runtime: string;
  readonly roleArn: string;
  /** An application without code can't start. */
  readonly code?: ApplicationCode;
  readonly propertyGroups: readonly PropertyGroup[];
  readonly checkpoints: CheckpointConfiguration;
  readonly monitoring: MonitoringConfiguration;
  readonly parallelism: ParallelismConfiguration;
  readonly snapshotsEnabled: boolean;
  readonly vpcs: readonly VpcConfiguration[];
  readonly loggingOptions: readonly CloudWatchLoggingOption[];
}

/** What AWS takes of `given`: nothing, unless its type is CUSTOM. */
function settle<T extends { readonly ConfigurationType: ConfigurationType }>(defaults: T, given: Partial<T>): T {
  return given.ConfigurationType === "CUSTOM" ? { ...defaults, ...given } : defaults;
}

/** Fills in what is not given. */
export function checkpointConfiguration(given: Partial<CheckpointConfiguration> = {}): CheckpointConfiguration {
  const interval = { CheckpointInterval: 60_000, MinPauseBetweenCheckpoints: 5_000 };
  return settle({ ConfigurationType: "DEFAULT", CheckpointingEnabled: true, ...interval }, given);
}

/** Fills in what is not given. */
export function monitoringConfiguration(given: Partial<MonitoringConfiguration> = {}): MonitoringConfiguration {
  return settle({ ConfigurationType: "DEFAULT", MetricsLevel: "APPLICATION", LogLevel: "INFO" }, given);
}

/** Fills in what is not given. */
export function parallelismConfiguration(given: Partial<ParallelismConfiguration> = {}): ParallelismConfiguration {
  const one = { Parallelism: 1, ParallelismPerKPU: 1 };
  return settle({ ConfigurationType: "DEFAULT", ...one, AutoScalingEnabled: true }, given);
}

/** What a job of this configuration is started with. */
export function jobSpec(application: string, configuration: ApplicationConfiguration): JobSpec {
  const { propertyGroups, checkpoints, parallelism } = configuration;
  const { CheckpointInterval: intervalMs, MinPauseBetweenCheckpoints: minPauseMs } = checkpoints;
  return {
    application,
    propertyGroups: Object.fromEntries(propertyGroups.map(({ PropertyGroupId: id, PropertyMap }) => [id, PropertyMap])),
    parallelism: parallelism.Parallelism,
    ...(checkpoints.CheckpointingEnabled && { checkpoints: { intervalMs, minPauseMs } }),
  };
}
