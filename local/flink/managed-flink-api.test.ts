import { AwsError } from "../aws-error";
import { addApplicationCloudWatchLoggingOption } from "./actions/add-application-cloudwatch-logging-option";
import { addApplicationVpcConfiguration } from "./actions/add-application-vpc-configuration";
import { createApplication } from "./actions/create-application";
import { deleteApplicationCloudWatchLoggingOption } from "./actions/delete-application-cloudwatch-logging-option";
import { deleteApplicationVpcConfiguration } from "./actions/delete-application-vpc-configuration";
import { describeApplicationOperation } from "./actions/describe-application-operation";
import { listApplicationOperations } from "./actions/list-application-operations";
import { listApplications } from "./actions/list-applications";
import { listTagsForResource } from "./actions/list-tags-for-resource";
import { startApplication } from "./actions/start-application";
import { stopApplication } from "./actions/stop-application";
import { tagResource } from "./actions/tag-resource";
import { untagResource } from "./actions/untag-resource";
import { updateApplication } from "./actions/update-application";
import { updateApplicationMaintenanceConfiguration } from "./actions/update-application-maintenance-configuration";
import {
  ApplicationName,
  configured,
  createdApplication,
  managedFlinkWith,
  newApplication,
  S3ContentLocation,
} from "./applications-fixture";

const named = { ApplicationName };
const ResourceARN = "arn:aws:kinesisanalytics:ap-northeast-1:000000000000:application/orders";
const LogStreamARN = "arn:aws:logs:ap-northeast-1:000000000000:log-group:orders:log-stream:orders";

const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** Makes the application; `given` states what differs. */
const create = (given: object, flink = managedFlinkWith().flink) =>
  createApplication(flink, { ...newApplication, ...given });

const withParallelism = (Parallelism: number, ParallelismPerKPU: number) => {
  const ParallelismConfiguration = { ConfigurationType: "CUSTOM", Parallelism, ParallelismPerKPU };
  return { ApplicationConfiguration: { FlinkApplicationConfiguration: { ParallelismConfiguration } } };
};

describe("CreateApplication", () => {
  it("fills in AWS's defaults", async () => {
    const { flink, clock } = managedFlinkWith();
    await clock.advance(1_500);
    const { ApplicationDetail } = await create({ ApplicationDescription: "all of them" }, flink);
    const createdSeconds = Math.floor(clock.now() / 1_000);
    expect(ApplicationDetail).toEqual({
      ApplicationARN: ResourceARN,
      ApplicationDescription: "all of them",
      ApplicationName,
      RuntimeEnvironment: "FLINK-1_20",
      ServiceExecutionRole: newApplication.ServiceExecutionRole,
      ApplicationStatus: "READY",
      ApplicationVersionId: 1,
      CreateTimestamp: createdSeconds,
      LastUpdateTimestamp: createdSeconds,
      ApplicationConfigurationDescription: {
        FlinkApplicationConfigurationDescription: {
          CheckpointConfigurationDescription: {
            ConfigurationType: "DEFAULT",
            CheckpointingEnabled: true,
            CheckpointInterval: 60_000,
            MinPauseBetweenCheckpoints: 5_000,
          },
          MonitoringConfigurationDescription: {
            ConfigurationType: "DEFAULT",
            MetricsLevel: "APPLICATION",
            LogLevel: "INFO",
          },
          ParallelismConfigurationDescription: {
            ConfigurationType: "DEFAULT",
            Parallelism: 1,
            ParallelismPerKPU: 1,
            CurrentParallelism: 1,
            AutoScalingEnabled: true,
          },
        },
        EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: [] },
        ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: true },
        VpcConfigurationDescriptions: [],
      },
      CloudWatchLoggingOptionDescriptions: [],
      ApplicationMaintenanceConfigurationDescription: {
        ApplicationMaintenanceWindowStartTime: "06:00",
        ApplicationMaintenanceWindowEndTime: "14:00",
      },
      ApplicationVersionCreateTimestamp: createdSeconds,
      ConditionalToken: expect.stringMatching(/^[a-zA-Z0-9-_+/=]+$/),
      ApplicationMode: "STREAMING",
    });
  });

  it("keeps what is given", async () => {
    const SubnetIds = ["subnet-1"];
    const SecurityGroupIds = ["sg-1"];
    const { ApplicationDetail } = await create({
      ApplicationConfiguration: { ...configured, VpcConfigurations: [{ SubnetIds, SecurityGroupIds }] },
      CloudWatchLoggingOptions: [{ LogStreamARN }],
    });
    expect(ApplicationDetail).toMatchObject({
      ApplicationConfigurationDescription: {
        ApplicationCodeConfigurationDescription: {
          CodeContentType: "ZIPFILE",
          CodeContentDescription: { CodeSize: 3, S3ApplicationCodeLocationDescription: S3ContentLocation },
        },
        EnvironmentPropertyDescriptions: {
          PropertyGroupDescriptions: configured.EnvironmentProperties.PropertyGroups,
        },
        VpcConfigurationDescriptions: [{ VpcConfigurationId: "1.1", SubnetIds, SecurityGroupIds }],
      },
      CloudWatchLoggingOptionDescriptions: [{ CloudWatchLoggingOptionId: "1.1", LogStreamARN }],
    });
  });

  it("refuses a name that is taken", async () => {
    const { flink } = await createdApplication();
    await expect(create({}, flink)).rejects.toThrow(
      refusal("ResourceInUseException", "Application orders already exists."),
    );
  });

  it("refuses code that is not there, in AWS's words", async () => {
    const { flink } = managedFlinkWith();
    const objectSize = async () => {
      throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    };
    await expect(create({ ApplicationConfiguration: configured }, { ...flink, objectSize })).rejects.toThrow(
      refusal(
        "InvalidArgumentException",
        "Please check the role provided or validity of S3 location you provided. We are unable to get the specified " +
          "fileKey: orders.jar in the specified bucket: artifacts",
      ),
    );
    expect(listApplications(flink, {}).ApplicationSummaries).toEqual([]);
  });

  it.each([
    [{ RuntimeEnvironment: "SQL-1_0" }, "UnsupportedOperationException", /SQL-1_0/],
    [{ RuntimeEnvironment: "ZEPPELIN-FLINK-3_0" }, "UnsupportedOperationException", /ZEPPELIN-FLINK-3_0/],
    [{ RuntimeEnvironment: "FLINK-9" }, "ValidationException", /'FLINK-9' at 'runtimeEnvironment'/],
    [{ ApplicationMode: "INTERACTIVE" }, "InvalidArgumentException", /STREAMING/],
    [
      { ApplicationConfiguration: { SqlApplicationConfiguration: {} } },
      "UnsupportedOperationException",
      "SqlApplicationConfiguration is not part of the local AWS.",
    ],
    [
      { ApplicationConfiguration: { ApplicationCodeConfiguration: { CodeContentType: "PLAINTEXT" } } },
      "InvalidArgumentException",
      /ZIPFILE/,
    ],
    [
      { ApplicationConfiguration: { ApplicationCodeConfiguration: { CodeContentType: "ZIPFILE" } } },
      "InvalidArgumentException",
      /S3ContentLocation must be given/,
    ],
    [withParallelism(257, 8), "LimitExceededException", "Parallelism is 257, and must be 256 at most."],
    [withParallelism(65, 1), "LimitExceededException", /takes 65 KPUs, and may take 64/],
    [withParallelism(8, 9), "InvalidArgumentException", "ParallelismPerKPU is 9, and must be 8 at most."],
    [withParallelism(0, 1), "ValidationException", /parallelism' failed to satisfy constraint/],
    [{ ServiceExecutionRole: "orders-flink" }, "ValidationException", /serviceExecutionRole/],
    [{ ApplicationName: "no spaces" }, "ValidationException", /applicationName/],
  ])("refuses %j", async (given, code, message) => {
    await expect(create(given)).rejects.toThrow(refusal(code, message));
  });

  it.each([withParallelism(256, 4), withParallelism(64, 1), withParallelism(1, 8)])("takes %j", async (given) => {
    await expect(create(given)).resolves.toMatchObject({ ApplicationDetail: { ApplicationStatus: "READY" } });
  });

  it("takes 50 property groups of 50 keys, each once", async () => {
    const groups = (count: number, keys: number) =>
      Array.from({ length: count }, (_, group) => ({
        PropertyGroupId: `g${group}`,
        PropertyMap: Object.fromEntries(Array.from({ length: keys }, (_, key) => [`k${key}`, "v"])),
      }));
    const given = (PropertyGroups: object[]) =>
      create({ ApplicationConfiguration: { EnvironmentProperties: { PropertyGroups } } });
    const tooMany = refusal("ValidationException", /length less than or equal to 50/);
    await expect(given(groups(50, 50))).resolves.toBeDefined();
    await expect(given(groups(51, 1))).rejects.toThrow(tooMany);
    await expect(given(groups(1, 51))).rejects.toThrow(tooMany);
    await expect(given([...groups(1, 1), ...groups(1, 1)])).rejects.toThrow(
      refusal("InvalidArgumentException", "PropertyGroupId g0 is given twice."),
    );
  });
});

describe("UpdateApplication", () => {
  it("changes what it names, and nothing else", async () => {
    const { flink, clock, describe } = await createdApplication({}, { transitionMs: 1_000 });
    const before = describe();
    const PropertyGroups = [{ PropertyGroupId: "events", PropertyMap: { connector: "kinesis" } }];
    await clock.advance(2_000);
    await updateApplication(flink, {
      ...named,
      ConditionalToken: before.ConditionalToken,
      RuntimeEnvironmentUpdate: "FLINK-1_19",
      ServiceExecutionRoleUpdate: "arn:aws:iam::000000000000:role/other",
      ApplicationConfigurationUpdate: {
        EnvironmentPropertyUpdates: { PropertyGroups },
        ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: false },
        ApplicationCodeConfigurationUpdate: {
          CodeContentUpdate: { S3ContentLocationUpdate: { FileKeyUpdate: "orders-2.jar" } },
        },
        FlinkApplicationConfigurationUpdate: {
          CheckpointConfigurationUpdate: { ConfigurationTypeUpdate: "CUSTOM", CheckpointIntervalUpdate: 10_000 },
        },
      },
    });
    const { ApplicationConfigurationDescription: configuration } = before;
    const { FlinkApplicationConfigurationDescription: flinkConfiguration } = configuration;
    expect(describe()).toEqual({
      ...before,
      ApplicationStatus: "UPDATING",
      ApplicationVersionId: 2,
      ApplicationVersionUpdatedFrom: 1,
      LastUpdateTimestamp: clock.now() / 1_000,
      ApplicationVersionCreateTimestamp: clock.now() / 1_000,
      ConditionalToken: expect.not.stringMatching(before.ConditionalToken),
      RuntimeEnvironment: "FLINK-1_19",
      ServiceExecutionRole: "arn:aws:iam::000000000000:role/other",
      ApplicationConfigurationDescription: {
        ...configuration,
        ApplicationCodeConfigurationDescription: {
          CodeContentType: "ZIPFILE",
          CodeContentDescription: {
            CodeSize: 3,
            S3ApplicationCodeLocationDescription: { ...S3ContentLocation, FileKey: "orders-2.jar" },
          },
        },
        FlinkApplicationConfigurationDescription: {
          ...flinkConfiguration,
          CheckpointConfigurationDescription: {
            ...flinkConfiguration.CheckpointConfigurationDescription,
            ConfigurationType: "CUSTOM",
            CheckpointInterval: 10_000,
          },
        },
        EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: PropertyGroups },
        ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: false },
      },
    });
  });

  it("is refused when another came between, and when it names no version", async () => {
    const { flink, settle, describe } = await createdApplication();
    const update = (given: object) => updateApplication(flink, { ...named, ...given });
    const { ConditionalToken } = describe();
    await update({ CurrentApplicationVersionId: 1 });
    await settle();
    const late = refusal("ConcurrentModificationException", /is at version 2 by now/);
    await expect(update({ CurrentApplicationVersionId: 1 })).rejects.toThrow(late);
    await expect(update({ ConditionalToken })).rejects.toThrow(late);
    await expect(update({})).rejects.toThrow(refusal("InvalidArgumentException", /CurrentApplicationVersionId or/));
    expect(describe().ApplicationVersionId).toBe(2);
  });

  it.each([
    [
      { CloudWatchLoggingOptionUpdates: [{ CloudWatchLoggingOptionId: "9.9" }] },
      "InvalidArgumentException",
      "CloudWatchLoggingOptionId 9.9 does not exist.",
    ],
    [
      { ApplicationConfigurationUpdate: { VpcConfigurationUpdates: [{ VpcConfigurationId: "9.9" }] } },
      "InvalidArgumentException",
      "VpcConfigurationId 9.9 does not exist.",
    ],
    [{ RunConfigurationUpdate: {} }, "ResourceInUseException", /is in READY state, and must be RUNNING/],
    [{ RuntimeEnvironmentUpdate: "SQL-1_0" }, "UnsupportedOperationException", /SQL-1_0/],
    [
      { ApplicationConfigurationUpdate: { ZeppelinApplicationConfigurationUpdate: {} } },
      "UnsupportedOperationException",
      /ZeppelinApplicationConfigurationUpdate/,
    ],
  ])("refuses %j", async (given, code, message) => {
    const { flink, describe } = await createdApplication();
    const before = describe();
    await expect(updateApplication(flink, { ...named, CurrentApplicationVersionId: 1, ...given })).rejects.toThrow(
      refusal(code, message),
    );
    expect(describe()).toEqual(before);
  });
});

describe("what a Flink application has beside its job", () => {
  it("has logging options that come, change and go, each under the next version", async () => {
    const { flink, settle, describe } = await createdApplication();
    const added = addApplicationCloudWatchLoggingOption(flink, {
      ...named,
      CurrentApplicationVersionId: 1,
      CloudWatchLoggingOption: { LogStreamARN },
    });
    expect(added).toMatchObject({ ApplicationVersionId: 2 });
    const [{ CloudWatchLoggingOptionId } = { CloudWatchLoggingOptionId: "" }] =
      added.CloudWatchLoggingOptionDescriptions;
    const LogStreamARNUpdate = `${LogStreamARN}-2`;
    await updateApplication(flink, {
      ...named,
      CurrentApplicationVersionId: 2,
      CloudWatchLoggingOptionUpdates: [{ CloudWatchLoggingOptionId, LogStreamARNUpdate }],
    });
    await settle();
    expect(describe().CloudWatchLoggingOptionDescriptions).toEqual([
      { CloudWatchLoggingOptionId, LogStreamARN: LogStreamARNUpdate },
    ]);
    const removal = { ...named, CurrentApplicationVersionId: 3, CloudWatchLoggingOptionId };
    expect(deleteApplicationCloudWatchLoggingOption(flink, removal)).toMatchObject({
      ApplicationVersionId: 4,
      CloudWatchLoggingOptionDescriptions: [],
    });
  });

  it("has networks that come, change and go", async () => {
    const { flink, settle, describe } = await createdApplication();
    const VpcConfiguration = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
    const { VpcConfigurationDescription } = addApplicationVpcConfiguration(flink, {
      ...named,
      CurrentApplicationVersionId: 1,
      VpcConfiguration,
    });
    const { VpcConfigurationId } = VpcConfigurationDescription;
    const VpcConfigurationUpdates = [{ VpcConfigurationId, SubnetIdUpdates: ["subnet-2"] }];
    await updateApplication(flink, {
      ...named,
      CurrentApplicationVersionId: 2,
      ApplicationConfigurationUpdate: { VpcConfigurationUpdates },
    });
    await settle();
    const described = () => describe().ApplicationConfigurationDescription.VpcConfigurationDescriptions;
    expect(described()).toMatchObject([{ ...VpcConfiguration, SubnetIds: ["subnet-2"] }]);
    deleteApplicationVpcConfiguration(flink, { ...named, CurrentApplicationVersionId: 3, VpcConfigurationId });
    expect(described()).toEqual([]);
  });

  it("has a maintenance window of eight hours", async () => {
    const { flink, describe } = await createdApplication();
    updateApplicationMaintenanceConfiguration(flink, {
      ...named,
      ApplicationMaintenanceConfigurationUpdate: { ApplicationMaintenanceWindowStartTimeUpdate: "20:30" },
    });
    expect(describe().ApplicationMaintenanceConfigurationDescription).toEqual({
      ApplicationMaintenanceWindowStartTime: "20:30",
      ApplicationMaintenanceWindowEndTime: "04:30",
    });
  });

  it("has 50 tags at most", async () => {
    const { flink } = managedFlinkWith();
    await create({ Tags: [{ Key: "owner", Value: "data" }, { Key: "empty" }] }, flink);
    tagResource(flink, { ResourceARN, Tags: [{ Key: "owner", Value: "platform" }] });
    untagResource(flink, { ResourceARN, TagKeys: ["empty", "absent"] });
    expect(listTagsForResource(flink, { ResourceARN })).toEqual({ Tags: [{ Key: "owner", Value: "platform" }] });
    const Tags = Array.from({ length: 50 }, (_, number) => ({ Key: `k${number}` }));
    const tooMany = refusal("TooManyTagsException", /50 tags/);
    expect(() => tagResource(flink, { ResourceARN, Tags })).toThrow(tooMany);
    expect(listTagsForResource(flink, { ResourceARN }).Tags).toHaveLength(1);
    await expect(create({ ApplicationName: "other", Tags: [...Tags, { Key: "k50" }] }, flink)).rejects.toThrow(tooMany);
    expect(() => listTagsForResource(flink, { ResourceARN: `${ResourceARN}-2` })).toThrow(
      refusal("ResourceNotFoundException", /orders-2 does not exist/),
    );
  });
});

describe("lists of Flink applications and of their operations", () => {
  it("come page by page", async () => {
    const { flink } = managedFlinkWith();
    for (const name of ["c", "a", "b"]) await create({ ApplicationName: name }, flink);
    const names = (input: object) => {
      const { ApplicationSummaries, NextToken } = listApplications(flink, input);
      return [ApplicationSummaries.map((summary) => summary.ApplicationName), NextToken];
    };
    const [first, NextToken] = names({ Limit: 2 });
    expect(first).toEqual(["a", "b"]);
    expect(names({ Limit: 2, NextToken })).toEqual([["c"], undefined]);
    expect(names({})).toEqual([["a", "b", "c"], undefined]);
    expect(() => listApplicationOperations(flink, { ApplicationName: "a", NextToken: "?" })).toThrow(
      refusal("InvalidArgumentException", "NextToken is not valid."),
    );
  });

  it("tell operations apart by what they did and how they ended", async () => {
    const { flink, settle, job } = await createdApplication();
    startApplication(flink, named);
    stopApplication(flink, { ...named, Force: true });
    await settle();
    startApplication(flink, named);
    job().run();
    await settle();
    const operations = (input: object) =>
      listApplicationOperations(flink, { ...named, ...input }).ApplicationOperationInfoList.map(
        ({ Operation, OperationStatus }) => [Operation, OperationStatus],
      );
    expect(operations({})).toEqual([
      ["StartApplication", "CANCELLED"],
      ["StopApplication", "SUCCESSFUL"],
      ["StartApplication", "SUCCESSFUL"],
    ]);
    expect(operations({ Operation: "StopApplication" })).toHaveLength(1);
    expect(operations({ OperationStatus: "CANCELLED" })).toHaveLength(1);
    expect(operations({ Limit: 2 })).toHaveLength(2);
    expect(() => describeApplicationOperation(flink, { ...named, OperationId: "none" })).toThrow(
      refusal("ResourceNotFoundException", "Operation none does not exist."),
    );
  });
});
