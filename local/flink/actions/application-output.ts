import type { Application } from "../application";
import type { ApplicationCode, ApplicationConfiguration } from "../application-configuration";
import type { RunConfiguration } from "../run-configuration";
import { seconds } from "./timestamp";
import { vpcOutput } from "./vpc-output";

/** How long AWS's maintenance window is. */
const maintenanceHours = 8;

/** An application as it is described. */
export function applicationOutput({ name, arn, description, createdMs, version, run, ...rest }: Application) {
  const { configuration } = version;
  return {
    ApplicationARN: arn,
    ...(description !== undefined && { ApplicationDescription: description }),
    ApplicationName: name,
    RuntimeEnvironment: configuration.runtime,
    ServiceExecutionRole: configuration.roleArn,
    ApplicationStatus: run.status,
    ApplicationVersionId: version.id,
    CreateTimestamp: seconds(createdMs),
    LastUpdateTimestamp: seconds(version.createdMs),
    ApplicationConfigurationDescription: configurationOutput(configuration, run.configuration),
    CloudWatchLoggingOptionDescriptions: configuration.loggingOptions,
    ApplicationMaintenanceConfigurationDescription: maintenanceOutput(rest.maintenanceWindowStart),
    ...(version.updatedFrom !== undefined && { ApplicationVersionUpdatedFrom: version.updatedFrom }),
    ApplicationVersionCreateTimestamp: seconds(version.createdMs),
    ConditionalToken: version.conditionalToken,
    ApplicationMode: "STREAMING",
  };
}

/** When AWS would maintain an application, `HH:MM` in UTC. */
export function maintenanceOutput(start: string) {
  const [hours, minutes] = start.split(":");
  const end = (Number(hours) + maintenanceHours) % 24;
  return {
    ApplicationMaintenanceWindowStartTime: start,
    ApplicationMaintenanceWindowEndTime: `${String(end).padStart(2, "0")}:${minutes}`,
  };
}

function configurationOutput(configuration: ApplicationConfiguration, run: RunConfiguration | undefined) {
  const { code, propertyGroups, checkpoints, monitoring, parallelism, snapshotsEnabled, vpcs } = configuration;
  return {
    ...(code && { ApplicationCodeConfigurationDescription: codeOutput(code) }),
    ...(run && { RunConfigurationDescription: runOutput(run) }),
    FlinkApplicationConfigurationDescription: {
      CheckpointConfigurationDescription: checkpoints,
      MonitoringConfigurationDescription: monitoring,
      // Nothing scales an application here.
      ParallelismConfigurationDescription: { ...parallelism, CurrentParallelism: parallelism.Parallelism },
    },
    EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: propertyGroups },
    ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: snapshotsEnabled },
    VpcConfigurationDescriptions: vpcs.map(vpcOutput),
  };
}

function codeOutput({ location, bytes }: ApplicationCode) {
  return {
    CodeContentType: "ZIPFILE",
    CodeContentDescription: { CodeSize: bytes, S3ApplicationCodeLocationDescription: location },
  };
}

function runOutput({ restore, allowNonRestoredState }: RunConfiguration) {
  return {
    ApplicationRestoreConfigurationDescription: restore,
    FlinkRunConfigurationDescription: { AllowNonRestoredState: allowNonRestoredState },
  };
}
