import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName, id } from "./application-input";
import { checkIds } from "./numbered-parts";
import { checkVersion, versionMembers } from "./version-input";

const shape = structure({ ApplicationName: applicationName, VpcConfigurationId: id }, versionMembers);

/** Forgets a network. @throws AwsError as `checkVersion`, `checkIds` and `Application.note` */
export function deleteApplicationVpcConfiguration({ applications }: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  const application = applications.application(given.ApplicationName);
  checkVersion(application, given);
  const { vpcs } = application.version.configuration;
  checkIds("VpcConfigurationId", vpcs, [given]);
  application.note({ vpcs: vpcs.filter(({ VpcConfigurationId }) => VpcConfigurationId !== given.VpcConfigurationId) });
  return { ApplicationARN: application.arn, ApplicationVersionId: application.version.id };
}
