import { AwsError } from "../local/aws-error";
import { configured, createdApplication, newApplication } from "../local/flink/applications-fixture";
import { operations } from "../local/flink/service";
import { answerProblems } from "./answer-problems";
import { brokenValues } from "./broken-inputs";
import { describeWith } from "./requirements";
import { operationOf, readServiceModel, type ServiceModel } from "./service-model";

const ResourceARN = "arn:aws:kinesisanalytics:ap-northeast-1:000000000000:application/orders";
const LogStreamARN = "arn:aws:logs:ap-northeast-1:000000000000:log-group:orders:log-stream:orders";
const VpcConfiguration = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const RunConfiguration = {
  FlinkRunConfiguration: { AllowNonRestoredState: true },
  ApplicationRestoreConfiguration: { ApplicationRestoreType: "RESTORE_FROM_CUSTOM_SNAPSHOT", SnapshotName: "one" },
};

/** Members that are for SQL and notebooks, or not emulated: they are refused, or not looked at. */
const leftOut = /^(Sql|Zeppelin|ApplicationSystemRollback|ApplicationEncryption|ZipFileContent|TextContent)/;

/** The model without them. */
function emulatedModel(): ServiceModel {
  const model = readServiceModel("kinesisanalyticsv2");
  const shapes = Object.entries(model.shapes).map(([name, shape]) => {
    const members = Object.entries(shape.members ?? {}).filter(([member]) => !leftOut.test(member));
    return [name, { ...shape, ...(shape.members && { members: Object.fromEntries(members) }) }];
  });
  return { ...model, shapes: Object.fromEntries(shapes) };
}

type Test = Awaited<ReturnType<typeof running>>;

/** An application that runs, with a snapshot, a network and a log stream. */
async function running() {
  const test = await createdApplication({ VpcConfigurations: [VpcConfiguration] });
  const call = async (name: string, input: object) => operations[name]?.(test.flink, input);
  await call("AddApplicationCloudWatchLoggingOption", {
    ApplicationName: "orders",
    CurrentApplicationVersionId: 1,
    CloudWatchLoggingOption: { LogStreamARN },
  });
  await call("StartApplication", { ApplicationName: "orders" });
  test.job().run();
  await test.settle();
  await call("CreateApplicationSnapshot", { ApplicationName: "orders", SnapshotName: "one" });
  await test.settle();
  await call("TagResource", { ResourceARN, Tags: [{ Key: "team", Value: "data" }] });
  return { ...test, call };
}

/** A good call of each operation on it, with every member that is emulated. */
function validInputs({ describe, flink }: Test): Readonly<Record<string, object>> {
  const { CreateTimestamp, ConditionalToken, ApplicationVersionId, CloudWatchLoggingOptionDescriptions } = describe();
  const ApplicationName = "orders";
  const change = { ApplicationName, CurrentApplicationVersionId: ApplicationVersionId, ConditionalToken };
  const snapshot = { ApplicationName, SnapshotName: "one" };
  const page = { Limit: 1, NextToken: "aaaa" };
  const [operation] = flink.applications.application(ApplicationName).run.operations;
  const { CloudWatchLoggingOptionId } = CloudWatchLoggingOptionDescriptions[0] ?? {};
  const S3ContentLocationUpdate = { BucketARNUpdate: "arn:aws:s3:::b", FileKeyUpdate: "k", ObjectVersionUpdate: "1" };
  return {
    AddApplicationCloudWatchLoggingOption: { ...change, CloudWatchLoggingOption: { LogStreamARN } },
    AddApplicationVpcConfiguration: { ...change, VpcConfiguration },
    CreateApplication: {
      ...newApplication,
      ApplicationName: "other",
      ApplicationDescription: "another",
      ApplicationMode: "STREAMING",
      ApplicationConfiguration: {
        ...configured,
        ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
        VpcConfigurations: [VpcConfiguration],
        FlinkApplicationConfiguration: {
          CheckpointConfiguration: { ConfigurationType: "CUSTOM", CheckpointInterval: 1 },
          MonitoringConfiguration: { ConfigurationType: "CUSTOM", LogLevel: "WARN", MetricsLevel: "TASK" },
          ParallelismConfiguration: { ConfigurationType: "CUSTOM", Parallelism: 2, AutoScalingEnabled: false },
        },
      },
      CloudWatchLoggingOptions: [{ LogStreamARN }],
      Tags: [{ Key: "owner", Value: "data" }],
    },
    CreateApplicationSnapshot: { ApplicationName, SnapshotName: "two" },
    DeleteApplication: { ApplicationName, CreateTimestamp },
    DeleteApplicationCloudWatchLoggingOption: { ...change, CloudWatchLoggingOptionId },
    DeleteApplicationSnapshot: { ...snapshot, SnapshotCreationTimestamp: CreateTimestamp },
    DeleteApplicationVpcConfiguration: { ...change, VpcConfigurationId: "1.1" },
    DescribeApplication: { ApplicationName, IncludeAdditionalDetails: true },
    DescribeApplicationOperation: { ApplicationName, OperationId: operation?.id },
    DescribeApplicationSnapshot: snapshot,
    ListApplicationOperations: {
      ...{ ApplicationName, Operation: "StartApplication", OperationStatus: "SUCCESSFUL" },
      ...page,
    },
    ListApplicationSnapshots: { ApplicationName, ...page },
    ListApplications: page,
    ListTagsForResource: { ResourceARN },
    StartApplication: { ApplicationName, RunConfiguration },
    StopApplication: { ApplicationName, Force: true },
    TagResource: { ResourceARN, Tags: [{ Key: "owner", Value: "data" }] },
    UntagResource: { ResourceARN, TagKeys: ["owner"] },
    UpdateApplication: {
      ...change,
      ApplicationConfigurationUpdate: {
        FlinkApplicationConfigurationUpdate: {
          CheckpointConfigurationUpdate: { ConfigurationTypeUpdate: "CUSTOM", CheckpointIntervalUpdate: 1 },
        },
        EnvironmentPropertyUpdates: configured.EnvironmentProperties,
        ApplicationCodeConfigurationUpdate: {
          CodeContentTypeUpdate: "ZIPFILE",
          CodeContentUpdate: { S3ContentLocationUpdate },
        },
        ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: true },
        VpcConfigurationUpdates: [
          { VpcConfigurationId: "1.1", SubnetIdUpdates: ["subnet-2"], SecurityGroupIdUpdates: ["sg-2"] },
        ],
      },
      ServiceExecutionRoleUpdate: newApplication.ServiceExecutionRole,
      RunConfigurationUpdate: RunConfiguration,
      CloudWatchLoggingOptionUpdates: [{ CloudWatchLoggingOptionId, LogStreamARNUpdate: LogStreamARN }],
      RuntimeEnvironmentUpdate: "FLINK-1_20",
    },
    UpdateApplicationMaintenanceConfiguration: {
      ApplicationName,
      ApplicationMaintenanceConfigurationUpdate: { ApplicationMaintenanceWindowStartTimeUpdate: "20:00" },
    },
  };
}

describeWith("python", "Managed Flink beside the newest model of AWS", () => {
  const model = emulatedModel();
  const names = Object.keys(operations);
  let test: Test;

  beforeEach(async () => {
    test = await running();
  });

  it.each(names)("answers %s in the shape of its output", async (name) => {
    if (name === "StartApplication") {
      await test.call("StopApplication", { ApplicationName: "orders" });
      await test.settle();
    }
    const answer = JSON.parse(JSON.stringify(await test.call(name, validInputs(test)[name] ?? {})));
    expect(answerProblems(model, operationOf(model, name).output?.shape ?? "", answer)).toEqual([]);
  });

  it.each(names)("refuses each input of %s that breaks a bound of the model", async (name) => {
    const broken = brokenValues(model, operationOf(model, name).input.shape, validInputs(test)[name] ?? {});
    const wrong: unknown[] = [];
    for (const { what, value, code } of broken) {
      const outcome = await test.call(name, value as object).catch((error: unknown) => error);
      if (!(outcome instanceof AwsError) || outcome.code !== code) wrong.push({ what, code, outcome });
    }
    expect(wrong).toEqual([]);
    expect(broken.length).toBeGreaterThan(0);
  });
});
