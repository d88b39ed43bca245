import { flag, integer, list, oneOf, structure, text, textMap } from "../../server/input-shape";
import { arn, id } from "./application-input";
import { updateMembers } from "./update-members";

// Lengths, ranges and patterns are those of AWS's own API model.

/** The runtimes that AWS has words for. */
export const runtimeEnvironment = oneOf([
  "SQL-1_0",
  "FLINK-1_6",
  "FLINK-1_8",
  "ZEPPELIN-FLINK-1_0",
  "FLINK-1_11",
  "FLINK-1_13",
  "ZEPPELIN-FLINK-2_0",
  "FLINK-1_15",
  "ZEPPELIN-FLINK-3_0",
  "FLINK-1_18",
  "FLINK-1_19",
  "FLINK-1_20",
  "FLINK-2_2",
]);

const ConfigurationType = oneOf(["DEFAULT", "CUSTOM"]);

const checkpoints = {
  CheckpointingEnabled: flag,
  CheckpointInterval: integer({ min: 1 }),
  MinPauseBetweenCheckpoints: integer({ min: 0 }),
};

const monitoring = {
  MetricsLevel: oneOf(["APPLICATION", "TASK", "OPERATOR", "PARALLELISM"]),
  LogLevel: oneOf(["INFO", "WARN", "ERROR", "DEBUG"]),
};

const parallelism = {
  Parallelism: integer({ min: 1 }),
  ParallelismPerKPU: integer({ min: 1 }),
  AutoScalingEnabled: flag,
};

const CodeContentType = oneOf(["PLAINTEXT", "ZIPFILE"]);

const codeLocation = { BucketARN: arn, FileKey: text({ min: 1, max: 1_024 }) };

const ObjectVersion = text({ min: 0, max: 1_024 });

const length = { min: 1, max: 2_048 };

const propertyGroups = list(
  structure(
    { PropertyGroupId: id, PropertyMap: textMap({ min: 1, max: 50, keyLength: length, valueLength: length }) },
    {},
  ),
  { max: 50, shownAs: "PropertyGroup" },
);

const SnapshotsEnabled = { SnapshotsEnabled: flag };

const subnetIds = list(text({}), { min: 1, max: 16 });

const securityGroupIds = list(text({}), { min: 1, max: 5 });

/** The network that an application would be in. */
export const vpcConfiguration = structure({ SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds }, {});

/** A log stream that an application would write to. */
export const cloudWatchLoggingOption = structure({ LogStreamARN: arn }, {});

/** What CreateApplication sets of an application. */
export const applicationConfiguration = structure(
  {},
  {
    FlinkApplicationConfiguration: structure(
      {},
      {
        CheckpointConfiguration: structure({ ConfigurationType }, checkpoints),
        MonitoringConfiguration: structure({ ConfigurationType }, monitoring),
        ParallelismConfiguration: structure({ ConfigurationType }, parallelism),
      },
    ),
    EnvironmentProperties: structure({ PropertyGroups: propertyGroups }, {}),
    ApplicationCodeConfiguration: structure(
      { CodeContentType },
      { CodeContent: structure({}, { S3ContentLocation: structure(codeLocation, { ObjectVersion }) }) },
    ),
    ApplicationSnapshotConfiguration: structure(SnapshotsEnabled, {}),
    VpcConfigurations: list(vpcConfiguration, { shownAs: "VpcConfiguration" }),
  },
);

/** What UpdateApplication changes of an application. */
export const applicationConfigurationUpdate = structure(
  {},
  {
    FlinkApplicationConfigurationUpdate: structure(
      {},
      {
        CheckpointConfigurationUpdate: structure({}, updateMembers({ ConfigurationType, ...checkpoints })),
        MonitoringConfigurationUpdate: structure({}, updateMembers({ ConfigurationType, ...monitoring })),
        ParallelismConfigurationUpdate: structure({}, updateMembers({ ConfigurationType, ...parallelism })),
      },
    ),
    EnvironmentPropertyUpdates: structure({ PropertyGroups: propertyGroups }, {}),
    ApplicationCodeConfigurationUpdate: structure(
      {},
      {
        CodeContentTypeUpdate: CodeContentType,
        CodeContentUpdate: structure(
          {},
          { S3ContentLocationUpdate: structure({}, updateMembers({ ...codeLocation, ObjectVersion })) },
        ),
      },
    ),
    ApplicationSnapshotConfigurationUpdate: structure(updateMembers(SnapshotsEnabled), {}),
    VpcConfigurationUpdates: list(
      structure({ VpcConfigurationId: id }, { SubnetIdUpdates: subnetIds, SecurityGroupIdUpdates: securityGroupIds }),
      { shownAs: "VpcConfigurationUpdate" },
    ),
  },
);
