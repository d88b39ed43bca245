import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { cloudWatchLoggingOption } from "./configuration-input";
import { partId } from "./numbered-parts";
import { checkVersion, versionMembers } from "./version-input";

const shape = structure(
  { ApplicationName: applicationName, CloudWatchLoggingOption: cloudWatchLoggingOption },
  versionMembers,
);

/** Notes a log stream that an application would write to. @throws AwsError as `checkVersion` and `Application.note` */
export function addApplicationCloudWatchLoggingOption({ applications }: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  const application = applications.application(given.ApplicationName);
  checkVersion(application, given);
  const { id, configuration } = application.version;
  const added = { CloudWatchLoggingOptionId: partId(id + 1, 0), ...given.CloudWatchLoggingOption };
  const loggingOptions = [...configuration.loggingOptions, added];
  application.note({ loggingOptions });
  return {
    ApplicationARN: application.arn,
    ApplicationVersionId: application.version.id,
    CloudWatchLoggingOptionDescriptions: loggingOptions,
  };
}
