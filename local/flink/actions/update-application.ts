import { type Infer, list, readInput, structure } from "../../server/input-shape";
import type { Application } from "../application";
import {
  type ApplicationConfiguration,
  checkpointConfiguration,
  monitoringConfiguration,
  parallelismConfiguration,
  type S3ContentLocation,
} from "../application-configuration";
import { invalidArgument } from "../invalid-argument";
import type { ManagedFlink } from "../managed-flink";
import { findCode } from "./application-code";
import { applicationName, arn, id } from "./application-input";
import { applicationOutput } from "./application-output";
import { applicationConfigurationUpdate, runtimeEnvironment } from "./configuration-input";
import { checkConfiguration, checkRuntime, refuseMembers } from "./configuration-rules";
import { updatedLoggingOptions, updatedVpcs } from "./numbered-parts";
import { runConfiguration, runConfigurationOf } from "./run-configuration-input";
import { updated } from "./update-members";
import { checkVersion, versionMembers } from "./version-input";

const shape = structure(
  { ApplicationName: applicationName },
  {
    ...versionMembers,
    ApplicationConfigurationUpdate: applicationConfigurationUpdate,
    ServiceExecutionRoleUpdate: arn,
    RunConfigurationUpdate: runConfiguration,
    CloudWatchLoggingOptionUpdates: list(structure({ CloudWatchLoggingOptionId: id }, { LogStreamARNUpdate: arn }), {
      shownAs: "CloudWatchLoggingOptionUpdate",
    }),
    RuntimeEnvironmentUpdate: runtimeEnvironment,
  },
);

type Input = Infer<typeof shape>;

/**
 * Changes an application: what the update does not name stays. A running one is stopped, and goes on by the new
 * configuration.
 * @throws AwsError `ConcurrentModificationException` when another update came between, `ResourceInUseException` for a run
 *   configuration of what does not run, and as CreateApplication and `Application.update`
 */
export async function updateApplication(flink: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  refuseMembers(input, "ApplicationConfigurationUpdate");
  if (given.RuntimeEnvironmentUpdate !== undefined) checkRuntime(given.RuntimeEnvironmentUpdate);
  const application = flink.applications.application(given.ApplicationName);
  const code = await codeOf(flink, application, given);
  // Only now, since nothing may come between the check of the version and the update.
  checkVersion(application, given);
  const changes = changesOf(application.version.configuration, given);
  checkConfiguration(changes);
  const { RunConfigurationUpdate: run } = given;
  if (run) application.run.requireStatus("RUNNING");
  const operation = application.update({ ...changes, ...code }, runConfigurationOf(run));
  return { ApplicationDetail: applicationOutput(application), OperationId: operation.id };
}

function changesOf(current: ApplicationConfiguration, given: Input): Partial<ApplicationConfiguration> {
  const { FlinkApplicationConfigurationUpdate: flink = {}, ...update } = given.ApplicationConfigurationUpdate ?? {};
  const { checkpoints, monitoring, parallelism } = current;
  return {
    runtime: given.RuntimeEnvironmentUpdate ?? current.runtime,
    roleArn: given.ServiceExecutionRoleUpdate ?? current.roleArn,
    propertyGroups: update.EnvironmentPropertyUpdates?.PropertyGroups ?? current.propertyGroups,
    checkpoints: checkpointConfiguration(updated(checkpoints, flink.CheckpointConfigurationUpdate)),
    monitoring: monitoringConfiguration(updated(monitoring, flink.MonitoringConfigurationUpdate)),
    parallelism: parallelismConfiguration(updated(parallelism, flink.ParallelismConfigurationUpdate)),
    snapshotsEnabled: update.ApplicationSnapshotConfigurationUpdate?.SnapshotsEnabledUpdate ?? current.snapshotsEnabled,
    vpcs: updatedVpcs(current.vpcs, update.VpcConfigurationUpdates),
    loggingOptions: updatedLoggingOptions(current.loggingOptions, given.CloudWatchLoggingOptionUpdates),
  };
}

/** The code that an update names: the members of its location that it does not name stay. */
async function codeOf(flink: ManagedFlink, { version }: Application, given: Input) {
  const update = given.ApplicationConfigurationUpdate?.ApplicationCodeConfigurationUpdate;
  if (!update) return {};
  const current: Partial<S3ContentLocation> = { ...version.configuration.code?.location };
  const { BucketARN, FileKey, ...rest } = updated(current, update.CodeContentUpdate?.S3ContentLocationUpdate);
  if (BucketARN === undefined || FileKey === undefined) throw invalidArgument("BucketARN and FileKey must be given.");
  return { code: await findCode(flink, update.CodeContentTypeUpdate, { BucketARN, FileKey, ...rest }) };
}
