import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { exactlyOne } from "../test/exactly-one";
import { type PolicyStatement, statementsOf } from "../test/policies";
import { type Templates, templatesOf } from "../test/templates-of";

type Job = NonNullable<Changes["analytics"]>[string];

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:123456789012:${resource.replace("~", "kinesis-streaming-test")}`;
const artifacts = "arn:aws:s3:::kinesis-streaming-test-artifacts-123456789012";
const ours = { encryption: "customer-managed" } as const;
const vpc = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };

const job: Job = {
  input: "data-stream",
  output: "results",
  rejects: "rejected",
  sql: "job.sql",
  parameters: { windowSeconds: 60, topic: "clicks" },
};
const streams: Changes["streams"] = {
  "data-stream": { capacity: { mode: "provisioned", shards: 2 } },
  results: { capacity: { mode: "on-demand" } },
  rejected: { capacity: { mode: "on-demand" } },
};

/** The stacks of an environment whose only job is this one, with some fields changed. */
function stacks(changed: Partial<Job> = {}, changes: Changes = {}): Templates {
  const input = environmentInput({ streams, analytics: { job: { ...job, ...changed } }, ...changes });
  return templatesOf(parseEnvironment("environment", input));
}

const application = (changed?: Partial<Job>, changes?: Changes) =>
  exactlyOne(stacks(changed, changes).analytics, "aws_kinesisanalyticsv2_application");

function permissions(changed?: Partial<Job>, changes?: Changes): Record<string, PolicyStatement> {
  const all = statementsOf(stacks(changed, changes).analytics);
  const own = all.filter(({ where }) => where.startsWith("aws_iam_role_policy."));
  return Object.fromEntries(own.map((statement) => [statement.Sid, statement]));
}

/** The property groups, by id. */
function properties(changed?: Partial<Job>) {
  const { environment_properties } = Object(application(changed)["application_configuration"]);
  const groups: { property_group_id: string; property_map: object }[] = environment_properties.property_group;
  return Object.fromEntries(groups.map(({ property_group_id, property_map }) => [property_group_id, property_map]));
}

describe("an application", () => {
  it("runs the jar of this code, which is there before it", () => {
    const template = stacks().analytics;
    const key = "flink/weir-flink-0123456789abcdef.jar";
    expect(application()).toMatchObject({
      name: "kinesis-streaming-test-job",
      runtime_environment: "FLINK-1_20",
      start_application: true,
      application_configuration: {
        application_code_configuration: {
          code_content_type: "ZIPFILE",
          code_content: { s3_content_location: { bucket_arn: artifacts, file_key: key } },
        },
      },
      depends_on: expect.arrayContaining([expect.stringContaining("aws_s3_object.")]),
    });
    expect(exactlyOne(template, "aws_s3_object")).toMatchObject({
      bucket: "kinesis-streaming-test-artifacts-123456789012",
      key,
      // From cdktf.out/stacks/test-analytics, wherever that lies.
      source: "../../../weir-flink.jar",
      lifecycle: { create_before_destroy: true },
    });
  });

  it("has settings of its own in all that AWS would else set", () => {
    const changed = { checkpointSeconds: 30, minPauseSeconds: 0, parallelismPerKpu: 2, snapshots: false } as const;
    expect(application(changed)).toMatchObject({
      application_configuration: {
        application_snapshot_configuration: { snapshots_enabled: false },
        flink_application_configuration: {
          checkpoint_configuration: {
            configuration_type: "CUSTOM",
            checkpointing_enabled: true,
            checkpoint_interval: 30_000,
            min_pause_between_checkpoints: 0,
          },
          monitoring_configuration: {
            configuration_type: "CUSTOM",
            log_level: "INFO",
            metrics_level: "APPLICATION",
          },
          parallelism_configuration: {
            configuration_type: "CUSTOM",
            parallelism: 2,
            parallelism_per_kpu: 2,
            auto_scaling_enabled: false,
          },
        },
      },
    });
  });

  it("says nothing of what it is restored from, which AWS knows, nor what would make it another", () => {
    expect(application()).not.toHaveProperty("description");
    expect(application()["application_configuration"]).not.toHaveProperty("run_configuration");
  });

  it("tells its code of its job, its streams and its parameters", () => {
    const table = (stream: string) => ({
      connector: "kinesis",
      "stream.arn": arn("kinesis", `stream/~-${stream}`),
      "aws.region": "eu-west-1",
    });
    expect(properties({ maxDisorderSeconds: 7, idleSeconds: 8, stateTtlHours: 9, startPosition: "LATEST" })).toEqual({
      job: { "sql.file": "job.sql", "max.disorder.seconds": "7", "idle.seconds": "8", "state.ttl.hours": "9" },
      parameters: { windowSeconds: "60", topic: "clicks" },
      events: { ...table("data-stream"), "source.init.position": "LATEST" },
      output: table("results"),
      rejects: table("rejected"),
    });
  });

  it("has no group without a property, and keeps Terraform from what looks like its expressions", () => {
    expect(properties({ parameters: {} })).not.toHaveProperty("parameters");
    expect(properties({ parameters: { topic: `\${aws}` } })).toMatchObject({ parameters: { topic: `$\${aws}` } });
  });

  it("writes a log that is kept as long as its environment says, under its environment's key", () => {
    const template = stacks({ logRetentionDays: 30 }, ours).analytics;
    expect(exactlyOne(template, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/kinesis-analytics/kinesis-streaming-test-job",
      retention_in_days: 30,
      kms_key_id: expect.stringContaining("LogsKey"),
    });
    expect(exactlyOne(template, "aws_cloudwatch_log_stream")).toMatchObject({ name: "kinesis-analytics-log-stream" });
    expect(application()).toMatchObject({
      cloudwatch_logging_options: {
        log_stream_arn: expect.stringMatching(/^\$\{aws_cloudwatch_log_stream\..*\.arn\}$/),
      },
    });
  });

  it("lies in a VPC where its environment says so", () => {
    expect(application({ vpc })).toMatchObject({
      application_configuration: {
        vpc_configuration: { subnet_ids: vpc.subnetIds, security_group_ids: vpc.securityGroupIds },
      },
    });
    expect(application()["application_configuration"]).not.toHaveProperty("vpc_configuration");
  });

  it("can't be destroyed, nor its role, where the environment is protected", () => {
    const { analytics } = stacks({}, { deletionProtection: true });
    for (const type of ["aws_kinesisanalyticsv2_application", "aws_iam_role", "aws_iam_role_policy"]) {
      expect(exactlyOne(analytics, type)).toMatchObject({ lifecycle: { prevent_destroy: true } });
    }
  });
});

describe("an application's role", () => {
  it("can be used by that application alone", () => {
    const role = exactlyOne(stacks().analytics, "aws_iam_role");
    expect(role["name"]).toBe("kinesis-streaming-test-job-flink");
    expect(JSON.parse(String(role["assume_role_policy"])).Statement).toEqual([
      {
        Sid: "ManagedFlink",
        Effect: "Allow",
        Principal: { Service: "kinesisanalytics.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnEquals: { "aws:SourceArn": arn("kinesisanalytics", "application/~-job") },
        },
      },
    ]);
  });

  it("reads its input and its code, writes to its outputs and its log, and does nothing else", () => {
    const group = arn("logs", "log-group:/aws/kinesis-analytics/~-job");
    const granted = Object.values(permissions()).map(({ Action, Resource }) => [Action, Resource]);
    expect(granted).toEqual([
      [["s3:GetObject", "s3:GetObjectVersion"], [`${artifacts}/flink/weir-flink-*.jar`]],
      [["logs:DescribeLogGroups"], [arn("logs", "log-group:*")]],
      [["logs:DescribeLogStreams"], [`${group}:*`]],
      [["logs:PutLogEvents"], [`${group}:log-stream:kinesis-analytics-log-stream`]],
      [
        ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
        [arn("kinesis", "stream/~-data-stream")],
      ],
      [["kinesis:PutRecords"], [arn("kinesis", "stream/~-results"), arn("kinesis", "stream/~-rejected")]],
    ]);
  });

  it("uses the environment's own keys through their services, each for what it reads or writes", () => {
    const through = (service: string, context: object) => ({
      StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com`, ...context },
    });
    const streamContext = (...names: string[]) => ({
      "kms:EncryptionContext:aws:kinesis:arn": names.map((name) => arn("kinesis", `stream/~-${name}`)),
    });
    expect(permissions({}, ours)).toMatchObject({
      DecryptInput: { Action: ["kms:Decrypt"], Condition: through("kinesis", streamContext("data-stream")) },
      EncryptOutputs: {
        Action: ["kms:GenerateDataKey"],
        Condition: through("kinesis", streamContext("results", "rejected")),
      },
      DecryptCode: {
        Action: ["kms:Decrypt"],
        Condition: through("s3", { "kms:EncryptionContext:aws:s3:arn": [artifacts] }),
      },
    });
    expect(Object.keys(permissions()).filter((sid) => /crypt/.test(sid))).toEqual([]);
  });

  it("puts network interfaces into its own subnets where it has any", () => {
    const interfaces = arn("ec2", "network-interface/*");
    expect(permissions({ vpc })).toMatchObject({
      JoinNetwork: {
        Action: ["ec2:CreateNetworkInterface"],
        Resource: [
          arn("ec2", "subnet/subnet-0123456789abcdef0"),
          arn("ec2", "security-group/sg-0123456789abcdef0"),
          interfaces,
        ],
      },
      LeaveNetwork: { Resource: [interfaces] },
      DescribeNetwork: { Action: expect.arrayContaining(["ec2:DescribeDhcpOptions"]) },
    });
    expect(JSON.stringify(permissions())).not.toContain("ec2:");
  });
});

describe("beside the applications", () => {
  it("their log groups may use the key of logs, even where nothing else logs", () => {
    const { foundation } = stacks({}, { ...ours, processors: {} });
    expect(statementsOf(foundation)).toContainEqual(
      expect.objectContaining({
        Principal: { Service: "logs.eu-west-1.amazonaws.com" },
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": [arn("logs", "log-group:/aws/kinesis-analytics/~-job")],
          },
        },
      }),
    );
  });

  it("operators may stop and start them, and read their logs", () => {
    const statements = statementsOf(stacks().processing);
    expect(statements.find(({ Sid }) => Sid === "OperateApplications")).toMatchObject({
      Action: expect.arrayContaining(["kinesisanalytics:StartApplication", "kinesisanalytics:StopApplication"]),
      Resource: [arn("kinesisanalytics", "application/~-job")],
    });
    expect(statements.find(({ Sid }) => Sid === "ReadLogs")?.Resource).toContain(
      `${arn("logs", "log-group:/aws/kinesis-analytics/~-job")}:*`,
    );
  });

  it("there is no code where there is no application", () => {
    const { analytics } = stacks({}, { analytics: {} });
    expect(analytics.resource).toBeUndefined();
    expect(analytics).toMatchObject({ output: { applications: { value: {} } } });
  });
});

it("shows the applications", () => {
  expect(stacks().analytics).toMatchObject({
    output: {
      applications: {
        value: {
          job: {
            name: "kinesis-streaming-test-job",
            arn: expect.stringMatching(/^\$\{aws_kinesisanalyticsv2_application\..*\.arn\}$/),
          },
        },
      },
    },
  });
});
