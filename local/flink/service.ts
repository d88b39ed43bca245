import { jsonCodec } from "../server/json-codec";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { addApplicationCloudWatchLoggingOption } from "./actions/add-application-cloudwatch-logging-option";
import { addApplicationVpcConfiguration } from "./actions/add-application-vpc-configuration";
import { createApplication } from "./actions/create-application";
import { createApplicationSnapshot } from "./actions/create-application-snapshot";
import { deleteApplication } from "./actions/delete-application";
import { deleteApplicationCloudWatchLoggingOption } from "./actions/delete-application-cloudwatch-logging-option";
import { deleteApplicationSnapshot } from "./actions/delete-application-snapshot";
import { deleteApplicationVpcConfiguration } from "./actions/delete-application-vpc-configuration";
import { describeApplication } from "./actions/describe-application";
import { describeApplicationOperation } from "./actions/describe-application-operation";
import { describeApplicationSnapshot } from "./actions/describe-application-snapshot";
import { listApplicationOperations } from "./actions/list-application-operations";
import { listApplicationSnapshots } from "./actions/list-application-snapshots";
import { listApplications } from "./actions/list-applications";
import { listTagsForResource } from "./actions/list-tags-for-resource";
import { startApplication } from "./actions/start-application";
import { stopApplication } from "./actions/stop-application";
import { tagResource } from "./actions/tag-resource";
import { untagResource } from "./actions/untag-resource";
import { updateApplication } from "./actions/update-application";
import { updateApplicationMaintenanceConfiguration } from "./actions/update-application-maintenance-configuration";
import type { ManagedFlink } from "./managed-flink";

/** The service's operations by AWS's names. */
export const operations: Readonly<Record<string, (flink: ManagedFlink, input: unknown) => unknown>> = {
  AddApplicationCloudWatchLoggingOption: addApplicationCloudWatchLoggingOption,
  AddApplicationVpcConfiguration: addApplicationVpcConfiguration,
  CreateApplication: createApplication,
  CreateApplicationSnapshot: createApplicationSnapshot,
  DeleteApplication: deleteApplication,
  DeleteApplicationCloudWatchLoggingOption: deleteApplicationCloudWatchLoggingOption,
  DeleteApplicationSnapshot: deleteApplicationSnapshot,
  DeleteApplicationVpcConfiguration: deleteApplicationVpcConfiguration,
  DescribeApplication: describeApplication,
  DescribeApplicationOperation: describeApplicationOperation,
  DescribeApplicationSnapshot: describeApplicationSnapshot,
  ListApplicationOperations: listApplicationOperations,
  ListApplicationSnapshots: listApplicationSnapshots,
  ListApplications: listApplications,
  ListTagsForResource: listTagsForResource,
  StartApplication: startApplication,
  StopApplication: stopApplication,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateApplication: updateApplication,
  UpdateApplicationMaintenanceConfiguration: updateApplicationMaintenanceConfiguration,
};

/** Puts the Flink applications behind the endpoint. */
export function managedFlinkService(flink: ManagedFlink): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(flink, input),
  ]);
  return targetService({
    name: "kinesisanalytics",
    targetPrefix: "KinesisAnalytics_20180523",
    codecs: [jsonCodec("application/x-amz-json-1.1")],
    actions: Object.fromEntries(actions),
  });
}
