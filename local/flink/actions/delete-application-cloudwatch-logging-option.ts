import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName, id } from "./application-input";
import { checkIds } from "./numbered-parts";
import { checkVersion, versionMembers } from "./version-input";

const shape = structure({ ApplicationName: applicationName, CloudWatchLoggingOptionId: id }, versionMembers);

/** Forgets a log stream. @throws AwsError as `checkVersion`, `checkIds` and `Application.note` */
export function deleteApplicationCloudWatchLoggingOption({ applications }: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  const application = applications.application(given.ApplicationName);
  checkVersion(application, given);
  const { loggingOptions } = application.version.configuration;
  checkIds("CloudWatchLoggingOptionId", loggingOptions, [given]);
  const left = loggingOptions.filter((one) => one.CloudWatchLoggingOptionId !== given.CloudWatchLoggingOptionId);
  application.note({ loggingOptions: left });
  return {
    ApplicationARN: application.arn,
    ApplicationVersionId: application.version.id,
    CloudWatchLoggingOptionDescriptions: left,
  };
}
