import { type Infer, list, oneOf, readInput, structure, text } from "../../server/input-shape";
import {
  type ApplicationConfiguration,
  checkpointConfiguration,
  monitoringConfiguration,
  parallelismConfiguration,
} from "../application-configuration";
import { invalidArgument } from "../invalid-argument";
import type { ManagedFlink } from "../managed-flink";
import { findCode } from "./application-code";
import { applicationName, arn } from "./application-input";
import { applicationOutput } from "./application-output";
import { applicationConfiguration, cloudWatchLoggingOption, runtimeEnvironment } from "./configuration-input";
import { checkConfiguration, checkRuntime, refuseMembers } from "./configuration-rules";
import { partId } from "./numbered-parts";
import { tagList, withTags } from "./tags";

const shape = structure(
  { ApplicationName: applicationName, RuntimeEnvironment: runtimeEnvironment, ServiceExecutionRole: arn },
  {
    ApplicationDescription: text({ min: 0, max: 1_024 }),
    ApplicationConfiguration: applicationConfiguration,
    CloudWatchLoggingOptions: list(cloudWatchLoggingOption, { shownAs: "CloudWatchLoggingOption" }),
    Tags: tagList,
    ApplicationMode: oneOf(["STREAMING", "INTERACTIVE"]),
  },
);

/**
 * Makes an application, whose code must be there.
 * @throws AwsError `ResourceInUseException` when there is one of that name, `UnsupportedOperationException` for SQL and
 *   notebooks, and as `findCode`, `checkConfiguration` and `withTags`
 */
export async function createApplication(flink: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  checkRuntime(given.RuntimeEnvironment);
  if (given.ApplicationMode === "INTERACTIVE") throw invalidArgument("A Flink application's mode is STREAMING.");
  refuseMembers(input, "ApplicationConfiguration");
  const { ApplicationCodeConfiguration: code } = given.ApplicationConfiguration ?? {};
  const configuration = configurationOf(given);
  checkConfiguration(configuration);
  const tags = withTags(new Map(), given.Tags ?? []);
  const found = code && (await findCode(flink, code.CodeContentType, code.CodeContent?.S3ContentLocation));
  const application = flink.applications.create({
    name: given.ApplicationName,
    ...(given.ApplicationDescription !== undefined && { description: given.ApplicationDescription }),
    configuration: { ...configuration, ...(found && { code: found }) },
    tags,
  });
  return { ApplicationDetail: applicationOutput(application) };
}

function configurationOf(given: Infer<typeof shape>): ApplicationConfiguration {
  const { FlinkApplicationConfiguration: flink = {}, ...rest } = given.ApplicationConfiguration ?? {};
  return {
    runtime: given.RuntimeEnvironment,
    roleArn: given.ServiceExecutionRole,
    propertyGroups: rest.EnvironmentProperties?.PropertyGroups ?? [],
    checkpoints: checkpointConfiguration(flink.CheckpointConfiguration),
    monitoring: monitoringConfiguration(flink.MonitoringConfiguration),
    parallelism: parallelismConfiguration(flink.ParallelismConfiguration),
    snapshotsEnabled: rest.ApplicationSnapshotConfiguration?.SnapshotsEnabled ?? true,
    vpcs: (rest.VpcConfigurations ?? []).map((vpc, position) => ({ VpcConfigurationId: partId(1, position), ...vpc })),
    loggingOptions: (given.CloudWatchLoggingOptions ?? []).map((option, position) => ({
      CloudWatchLoggingOptionId: partId(1, position),
      ...option,
    })),
  };
}
