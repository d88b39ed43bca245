import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { vpcConfiguration } from "./configuration-input";
import { partId } from "./numbered-parts";
import { checkVersion, versionMembers } from "./version-input";
import { vpcOutput } from "./vpc-output";

const shape = structure({ ApplicationName: applicationName, VpcConfiguration: vpcConfiguration }, versionMembers);

/** Notes a network that an application would be in. @throws AwsError as `checkVersion` and `Application.note` */
export function addApplicationVpcConfiguration({ applications }: ManagedFlink, input: unknown) {
  const given = readInput(shape, input);
  const application = applications.application(given.ApplicationName);
  checkVersion(application, given);
  const { id, configuration } = application.version;
  const added = { VpcConfigurationId: partId(id + 1, 0), ...given.VpcConfiguration };
  application.note({ vpcs: [...configuration.vpcs, added] });
  return {
    ApplicationARN: application.arn,
    ApplicationVersionId: application.version.id,
    VpcConfigurationDescription: vpcOutput(added),
  };
}
