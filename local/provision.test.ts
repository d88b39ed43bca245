import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { VirtualClock } from "./clock";
import { createCloudWatch } from "./cloudwatch/cloudwatch";
import { noMetrics } from "./cloudwatch/no-metrics";
import { createDynamoDb } from "./dynamodb/dynamodb";
import { BucketARN, firehoseWith, RoleARN } from "./firehose/firehose-fixture";
import { describeApplication } from "./flink/actions/describe-application";
import { managedFlinkWith } from "./flink/applications-fixture";
import type { FlinkRuntime, NoFlinkRuntime } from "./flink/flink-runtime";
import { GlueCatalog } from "./glue/glue-catalog";
import { Kinesis } from "./kinesis/kinesis";
import { Functions } from "./lambda/functions";
import { Mappings } from "./lambda/mappings";
import { Logs } from "./logs/logs";
import { provision } from "./provision";
import { seededRandom } from "./random";
import { createS3 } from "./s3/s3";
import { Sns } from "./sns/sns";
import { createSqs } from "./sqs/sqs";
import type { ValueMap } from "./terraform/value";

const account = { accountId: "000000000000", region: "eu-west-1" };

/** Makes one resource out of these arguments, after those that it needs; gives what the person was told, and how a function `f` answers if there is one. */
async function make(
  type: string,
  attributes: ValueMap,
  needs: Readonly<Record<string, ValueMap>> = {},
  flinkRuntime: FlinkRuntime | NoFlinkRuntime = { missing: "there is no Java" },
) {
  const folder = mkdtempSync(join(tmpdir(), "weir-provision-"));
  const injected = { clock: new VirtualClock(), random: seededRandom(1), metrics: noMetrics };
  const dynamodb = createDynamoDb({ ...account, ...injected });
  const s3 = await createS3({ clock: injected.clock, root: folder });
  const functions = new Functions({ ...injected, ...account, folder, endpointUrl: () => "http://localhost" });
  writeFileSync(join(folder, "jobs.jar"), "a jar");
  writeFileSync(join(folder, "f.zip"), zipSync({ "index.js": strToU8("exports.handler = async () => 'ran';") }));
  const kinesis = new Kinesis({ ...injected, ...account, limits: true });
  const notices: string[] = [];
  const notice = (line: string) => notices.push(line);
  const { firehose } = firehoseWith();
  const glue = new GlueCatalog();
  const sqs = createSqs({ ...injected, ...account });
  const { sendMessage } = sqs;
  const sns = new Sns({ ...injected, ...account, fetch, sendMessage, endpointUrl: () => "http://localhost", notice });
  const { putObject } = s3;
  const destinations = { sendMessage, putObject, publish: async () => undefined };
  const mappings = new Mappings({ ...injected, functions, kinesis, destinations, transitionMs: 1_000 });
  const logs = new Logs({ clock: injected.clock, ...account, putMetricData: () => undefined });
  const cloudwatch = createCloudWatch({ ...injected, ...account, publish: () => undefined });
  const stores = { kinesis, dynamodb, s3, sqs, sns, glue, logs, cloudwatch };
  const { flink: managed, jobs } = managedFlinkWith();
  const flink = { ...managed, objectSize: s3.objectSize };
  const services = { ...stores, firehose, functions, mappings, flink, flinkRuntime, notice };
  const computed = { arn: "arn", uuid: "11111111-2222-4333-8444-555555555555" };
  const place = { stack: "dev-storage", stackDir: folder, name: "It", computed };
  const resources = Object.entries({ ...needs, [type]: attributes }).map(([type, attributes]) => {
    return { ...place, type, address: `dev-storage:${type}.It`, attributes };
  });
  try {
    await provision(resources, services);
    const answer = type === "aws_lambda_function" ? await functions.invoke("f", {}) : undefined;
    const code = type === "aws_s3_object" ? await s3.getObject("code", "jobs.jar") : undefined;
    const stored = code && Buffer.from(code).toString();
    return {
      notices,
      answer,
      kinesis,
      firehose,
      glue,
      sns,
      logs,
      cloudwatch,
      mappings: mappings.mappings(),
      flink,
      jobs,
      stored,
    };
  } finally {
    cloudwatch.close();
    await mappings.close();
    await functions.close();
    await dynamodb.close();
    await s3.close();
    rmSync(folder, { recursive: true });
  }
}

const table = { name: "events", hash_key: "id", attribute: [{ name: "id", type: "S" }] };
const lambda = { function_name: "f", filename: "f.zip", role: "role", handler: "index.handler", runtime: "nodejs22.x" };

const s3Configuration = { role_arn: RoleARN, bucket_arn: BucketARN };
const secretArn = "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:orders-AbCdEf";

describe("what an environment's resources ask for", () => {
  it("is given to a stream and its consumer: encryption, shard-level metrics, a policy, tags", async () => {
    const stream_arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/events";
    const statement = { Effect: "Allow", Principal: "*", Action: "kinesis:GetRecords", Resource: stream_arn };
    const policy = JSON.stringify({ Statement: [statement] });
    const encryption = { encryption_type: "KMS", kms_key_id: "alias/aws/kinesis" };
    const shard_level_metrics = ["IncomingBytes", "IteratorAgeMilliseconds"];
    const consumer = { name: "reader", stream_arn, tags: { team: "data" } };
    const { kinesis, notices } = await make("aws_kinesis_stream_consumer", consumer, {
      aws_kinesis_stream: { name: "events", ...encryption, shard_level_metrics },
      aws_kinesis_resource_policy: { resource_arn: stream_arn, policy },
    });
    const { properties, status, encryption: current } = kinesis.stream("events");
    expect(current?.keyId).toBe("alias/aws/kinesis");
    expect([status, properties.shardLevelMetrics, properties.policy]).toEqual(["ACTIVE", shard_level_metrics, policy]);
    expect(properties.consumers.get("reader")?.tags).toEqual(new Map([["team", "data"]]));
    expect(notices).toEqual([]);
  });

  it("is named where nothing here does it", async () => {
    const local_secondary_index = [{ name: "by-type", range_key: "type", projection_type: "ALL" }];
    expect((await make("aws_dynamodb_table", { ...table, local_secondary_index })).notices).toEqual([
      "dev-storage:aws_dynamodb_table.It: not emulated, and left out: local_secondary_index",
    ]);
    expect((await make("aws_lambda_function", { ...lambda, layers: ["arn"], tags: { a: "b" } })).notices).toEqual([
      "dev-storage:aws_lambda_function.It: not emulated, and left out: layers",
    ]);
  });

  it("is a mapping, which is there and does not read where it is disabled; a tumbling window is named", async () => {
    const event_source_arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/events";
    const mapping = { function_name: "f", event_source_arn, starting_position: "LATEST", enabled: false };
    const needs = { aws_lambda_function: lambda, aws_kinesis_stream: { name: "events" } };
    const window = { ...mapping, tumbling_window_in_seconds: 60 };
    const { mappings, notices } = await make("aws_lambda_event_source_mapping", window, needs);
    expect(mappings.map(({ enabled, configuration: { uuid } }) => ({ enabled, uuid }))).toEqual([
      { enabled: false, uuid: "11111111-2222-4333-8444-555555555555" },
    ]);
    expect(notices).toEqual([
      "dev-storage:aws_lambda_event_source_mapping.It is disabled: its stream is not read",
      "dev-storage:aws_lambda_event_source_mapping.It: not emulated, and left out: tumbling_window_in_seconds",
    ]);
  });

  it("is a mapping that reads at once, as Terraform waits for it to be Enabled", async () => {
    const event_source_arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/events";
    const mapping = { function_name: "f", event_source_arn, starting_position: "LATEST" };
    const needs = { aws_lambda_function: lambda, aws_kinesis_stream: { name: "events" } };
    const { mappings } = await make("aws_lambda_event_source_mapping", mapping, needs);
    expect(mappings.map(({ state }) => state)).toEqual(["Enabled"]);
  });

  it("is not spoken of where AWS would do it beside the data path", async () => {
    const { notices } = await make("aws_dynamodb_table", { ...table, billing_mode: "PAY_PER_REQUEST" });
    expect(notices).toEqual([]);
  });

  it("is refused where a block that stands once stands twice", async () => {
    const stream_mode_details = [{ stream_mode: "PROVISIONED" }, { stream_mode: "ON_DEMAND" }];
    await expect(make("aws_kinesis_stream", { name: "events", stream_mode_details })).rejects.toThrow(
      /dev-storage:aws_kinesis_stream.It can't be run locally:\n.*this block can stand only once/,
    );
  });

  it("is named where AWS would refuse it", async () => {
    const stream_arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/absent";
    await expect(make("aws_kinesis_stream_consumer", { name: "reader", stream_arn })).rejects.toThrow(
      "dev-storage:aws_kinesis_stream_consumer.It can't be made: ResourceNotFoundException: Stream absent under account " +
        "000000000000 not found.",
    );
  });

  it("is refused where a function is not written for Node.js", async () => {
    await expect(make("aws_lambda_function", { ...lambda, runtime: "python3.13" })).rejects.toThrow(
      /dev-storage:aws_lambda_function.It can't be made: .*python3\.13 does not run locally: only Node\.js does/,
    );
  });

  it("is the account's concurrency where a function's is -1, and none where it is 0", async () => {
    const answer = async (reserved_concurrent_executions: number) =>
      (await make("aws_lambda_function", { ...lambda, reserved_concurrent_executions })).answer;
    expect(await answer(-1)).toMatchObject({ kind: "success", payload: "ran" });
    expect(await answer(0)).toMatchObject({ kind: "throttled" });
  });

  const topic_arn = "arn:aws:sns:eu-west-1:000000000000:page";
  const topic = { aws_sns_topic: { name: "page", display_name: "Page", kms_master_key_id: "alias/alerts" } };

  it("is a topic, and a queue that hears of it as it asks to", async () => {
    const endpoint = "arn:aws:sqs:eu-west-1:000000000000:inbox";
    const { sns, notices } = await make(
      "aws_sns_topic_subscription",
      {
        ...{ topic_arn, protocol: "sqs", endpoint, raw_message_delivery: true, filter_policy: '{"kind":["lag"]}' },
        redrive_policy: JSON.stringify({ deadLetterTargetArn: endpoint }),
      },
      topic,
    );
    expect(sns.topic(topic_arn).attributes).toEqual(new Map([["DisplayName", "Page"]]));
    const subscriptions = [...sns.topic(topic_arn).subscriptions.values()];
    expect(subscriptions).toMatchObject([{ destination: { endpoint }, isConfirmed: true, settings: { isRaw: true } }]);
    expect(subscriptions[0]?.settings.deadLetterQueueArn).toBe(endpoint);
    expect(notices).toEqual([]);
  });

  it("is named where a subscription would leave the machine", async () => {
    const elsewhere = async (protocol: string, endpoint: string) => {
      const { sns, notices } = await make("aws_sns_topic_subscription", { topic_arn, protocol, endpoint }, topic);
      expect(sns.topic(topic_arn).subscriptions.size).toBe(0);
      return notices;
    };
    const address = "dev-storage:aws_sns_topic_subscription.It is left out";
    expect(await elsewhere("email", "ops@example.com")).toEqual([
      `${address}: the local AWS delivers to sqs, and to http on this machine, not to email`,
    ]);
    expect(await elsewhere("http", "http://example.com/")).toEqual([
      `${address}: nothing leaves this machine: http endpoints are on localhost, 127.0.0.1 or [::1], not http://example.com/`,
    ]);
  });

  it("is refused where a queue subscribes to a topic that is not there", async () => {
    const subscription = { topic_arn, protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:000000000000:inbox" };
    await expect(make("aws_sns_topic_subscription", subscription)).rejects.toThrow(
      "dev-storage:aws_sns_topic_subscription.It can't be made: NotFound: Topic does not exist",
    );
  });

  it("is named type by type where a family that is taken as given has one that acts on data", async () => {
    expect((await make("aws_s3_bucket_policy", {})).notices).toEqual(["taken as given, not enforced: aws_s3_bucket_*"]);
    expect((await make("aws_s3_bucket_notification", {})).notices).toEqual([
      "not emulated, and left out: dev-storage:aws_s3_bucket_notification.It",
    ]);
  });

  it("is an alarm on an expression, one on that, and their suppressor", async () => {
    const metric = { namespace: "app", metric_name: "Failed", period: 60, stat: "Sum", dimensions: { Shard: "1" } };
    const rule = { evaluation_periods: 3, datapoints_to_alarm: 2, comparison_operator: "GreaterThanThreshold" };
    const { cloudwatch, notices } = await make(
      "aws_cloudwatch_composite_alarm",
      {
        ...{ alarm_name: "unhealthy", alarm_rule: "ALARM(failing)", alarm_actions: [topic_arn] },
        actions_suppressor: { alarm: "failing", wait_period: 60, extension_period: 120 },
      },
      {
        aws_cloudwatch_metric_alarm: {
          ...{ alarm_name: "failing", alarm_description: "Some fail", threshold: 1, ...rule, ok_actions: [topic_arn] },
          metric_query: [
            { id: "failed", metric: [metric] },
            { id: "share", expression: "100 * failed", label: "Share", return_data: true },
          ],
        },
      },
    );
    expect(cloudwatch.alarms.list()).toMatchObject([
      {
        name: "failing",
        settings: {
          ...{
            AlarmDescription: "Some fail",
            ActionsEnabled: true,
            OKActions: [topic_arn],
            TreatMissingData: "missing",
          },
          ...{ EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
          Metrics: [
            {
              Id: "failed",
              MetricStat: { Metric: { Dimensions: [{ Name: "Shard", Value: "1" }] }, Period: 60, Stat: "Sum" },
              ReturnData: false,
            },
            { Id: "share", Expression: "100 * failed", Label: "Share", ReturnData: true },
          ],
        },
      },
      {
        name: "unhealthy",
        settings: {
          ...{ AlarmRule: "ALARM(failing)", AlarmActions: [topic_arn], ActionsSuppressor: "failing" },
          ...{ ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 120 },
        },
      },
    ]);
    expect(notices).toEqual([]);
  });

  it("is an alarm on a percentile of one metric", async () => {
    const { cloudwatch, notices } = await make("aws_cloudwatch_metric_alarm", {
      ...{ alarm_name: "slow", namespace: "app", metric_name: "Duration", dimensions: { Shard: "1" }, period: 60 },
      ...{ extended_statistic: "p90", evaluation_periods: 1, threshold: 1, unit: "Milliseconds" },
      ...{ comparison_operator: "GreaterThanThreshold", treat_missing_data: "notBreaching", actions_enabled: false },
      ...{ evaluate_low_sample_count_percentiles: "ignore", tags: { team: "data" } },
    });
    expect(cloudwatch.alarms.find("slow")).toMatchObject({
      settings: {
        ...{ Namespace: "app", MetricName: "Duration", Dimensions: [{ Name: "Shard", Value: "1" }], Period: 60 },
        ...{ ExtendedStatistic: "p90", Unit: "Milliseconds", TreatMissingData: "notBreaching" },
        ...{ EvaluateLowSampleCountPercentile: "ignore", ActionsEnabled: false },
      },
      tags: new Map([["team", "data"]]),
    });
    expect(notices).toEqual([]);
  });

  it("is named where AWS would refuse an alarm", async () => {
    const rule = { evaluation_periods: 1, threshold: 1, comparison_operator: "GreaterThanThreshold" };
    const metric = { namespace: "app", metric_name: "Errors", statistic: "Sum", period: 15 };
    await expect(make("aws_cloudwatch_metric_alarm", { alarm_name: "errors", ...rule, ...metric })).rejects.toThrow(
      "dev-storage:aws_cloudwatch_metric_alarm.It can't be made: ValidationException: Period must be",
    );
    const orphan = { alarm_name: "unhealthy", alarm_rule: "ALARM(errors)" };
    await expect(make("aws_cloudwatch_composite_alarm", orphan)).rejects.toThrow("alarms [errors] in the AlarmRule");
  });

  it("is a dashboard", async () => {
    const dashboard_body = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "# Streams" } }] });
    const { cloudwatch, notices } = await make("aws_cloudwatch_dashboard", { dashboard_name: "all", dashboard_body });
    expect(cloudwatch.dashboards.get("all").body).toBe(dashboard_body);
    expect(notices).toEqual([]);
  });

  it("is a log group with its retention, for ever where Terraform says 0", async () => {
    const retention = async (days: number) => {
      const { logs } = await make("aws_cloudwatch_log_group", { name: "g", retention_in_days: days });
      return logs.group("g").retentionDays;
    };
    expect([await retention(14), await retention(0)]).toEqual([14, undefined]);
  });

  it("is a stream of a log group", async () => {
    const group = { aws_cloudwatch_log_group: { name: "g" } };
    const { logs } = await make("aws_cloudwatch_log_stream", { name: "s", log_group_name: "g" }, group);
    expect(logs.stream("g", "s")).toMatchObject({ name: "s" });
  });

  it("is a table of Glue with its columns, and those of its partitions", async () => {
    const { glue, notices } = await make("aws_glue_catalog_table", {
      database_name: "lake",
      name: "orders",
      table_type: "EXTERNAL_TABLE",
      parameters: { "projection.enabled": "true" },
      partition_keys: [{ name: "day", type: "date" }],
      storage_descriptor: {
        location: "s3://lake/data/",
        columns: [{ name: "id", type: "bigint" }],
        ser_de_info: { serialization_library: "org.openx.data.jsonserde.JsonSerDe" },
      },
    });
    expect(glue.table("lake", "orders")).toEqual({
      databaseName: "lake",
      name: "orders",
      columns: [{ name: "id", type: "bigint" }],
      partitionKeys: [{ name: "day", type: "date" }],
      location: "s3://lake/data/",
    });
    expect(notices).toEqual([]);
  });

  it("is a delivery stream, whose secret is named as one that is not fetched", async () => {
    const { firehose, notices } = await make("aws_kinesis_firehose_delivery_stream", {
      name: "orders",
      destination: "http_endpoint",
      http_endpoint_configuration: {
        url: "https://example.com",
        s3_configuration: s3Configuration,
        secrets_manager_configuration: { enabled: true, secret_arn: secretArn, role_arn: RoleARN },
      },
    });
    expect(firehose.deliveryStreams().map(({ settings }) => settings.name)).toEqual(["orders"]);
    expect(notices).toEqual([
      `dev-storage:aws_kinesis_firehose_delivery_stream.It: the secret ${secretArn} is not fetched here: its ` +
        "destination is reached without it",
    ]);
  });

  it("is named where AWS would refuse a delivery stream, and where it has what nothing here knows", async () => {
    const stream = { name: "orders", destination: "extended_s3" };
    const address = "dev-storage:aws_kinesis_firehose_delivery_stream.It";
    const extended_s3_configuration = { ...s3Configuration, prefix: "data/!{timestamp:yyyy}/" };
    await expect(
      make("aws_kinesis_firehose_delivery_stream", { ...stream, extended_s3_configuration }),
    ).rejects.toThrow(`${address} can't be made: InvalidArgumentException: Ths supplied prefix(es)`);
    await expect(
      make("aws_kinesis_firehose_delivery_stream", {
        ...stream,
        extended_s3_configuration: { ...s3Configuration, compresion_format: "GZIP" },
      }),
    ).rejects.toThrow(/It can't be run locally:\n.*Unrecognized key: "compresion_format"/);
    const { notices } = await make("aws_kinesis_firehose_delivery_stream", {
      ...stream,
      extended_s3_configuration: s3Configuration,
      msk_source_configuration: {},
    });
    expect(notices).toEqual([`${address}: not emulated, and left out: msk_source_configuration`]);
  });

  const codeObject = { bucket: "code", key: "jobs.jar", source: "jobs.jar" };
  const bucket = { aws_s3_bucket: { bucket: "code" } };

  it("is an object of a file, and an empty one where the file was not built", async () => {
    expect(await make("aws_s3_object", codeObject, bucket)).toMatchObject({ stored: "a jar", notices: [] });
    const { stored, notices } = await make("aws_s3_object", { ...codeObject, source: "other.jar" }, bucket);
    expect(stored).toBe("");
    expect(notices).toEqual([]);
  });

  const application = {
    name: "orders",
    runtime_environment: "FLINK-1_20",
    service_execution_role: RoleARN,
    start_application: true,
    cloudwatch_logging_options: [{ log_stream_arn: "arn:aws:logs:eu-west-1:000000000000:log-group:g:log-stream:s" }],
    application_configuration: {
      application_code_configuration: {
        code_content_type: "ZIPFILE",
        code_content: { s3_content_location: { bucket_arn: "arn:aws:s3:::code", file_key: "jobs.jar" } },
      },
      application_snapshot_configuration: { snapshots_enabled: false },
      environment_properties: {
        property_group: [{ property_group_id: "job", property_map: { "sql.file": "orders.sql" } }],
      },
      flink_application_configuration: {
        checkpoint_configuration: {
          ...{ configuration_type: "CUSTOM", checkpointing_enabled: true },
          ...{ checkpoint_interval: 30_000, min_pause_between_checkpoints: 1_000 },
        },
        monitoring_configuration: { configuration_type: "CUSTOM", log_level: "WARN", metrics_level: "TASK" },
        parallelism_configuration: {
          ...{ configuration_type: "CUSTOM", auto_scaling_enabled: false, parallelism: 4, parallelism_per_kpu: 2 },
        },
      },
      vpc_configuration: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
      run_configuration: { flink_run_configuration: { allow_non_restored_state: true } },
    },
  };
  const code = { ...bucket, aws_s3_object: codeObject };
  const runtime = { java: "java", jar: "jobs.jar", libraries: "lib" };

  it("is a Flink application and its job", async () => {
    const { flink, jobs, notices } = await make("aws_kinesisanalyticsv2_application", application, code, runtime);
    const { ApplicationDetail } = describeApplication(flink, { ApplicationName: "orders" });
    expect(ApplicationDetail).toMatchObject({
      ApplicationStatus: "STARTING",
      RuntimeEnvironment: "FLINK-1_20",
      ServiceExecutionRole: RoleARN,
      ApplicationConfigurationDescription: {
        ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: false },
        FlinkApplicationConfigurationDescription: {
          MonitoringConfigurationDescription: { LogLevel: "WARN", MetricsLevel: "TASK" },
          ParallelismConfigurationDescription: { Parallelism: 4, ParallelismPerKPU: 2, AutoScalingEnabled: false },
        },
        VpcConfigurationDescriptions: [{ SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] }],
      },
    });
    expect(ApplicationDetail.CloudWatchLoggingOptionDescriptions).toHaveLength(1);
    expect(jobs.map(({ spec }) => spec)).toEqual([
      {
        application: "orders",
        propertyGroups: { job: { "sql.file": "orders.sql" } },
        parallelism: 4,
        checkpoints: { intervalMs: 30_000, minPauseMs: 1_000 },
        allowNonRestoredState: true,
      },
    ]);
    expect(notices).toEqual([]);
  });

  it("is a Flink application that is named as not started where no job can run, and not where none is to", async () => {
    const type = "aws_kinesisanalyticsv2_application";
    const { jobs, notices } = await make(type, application, code);
    expect(jobs).toEqual([]);
    expect(notices).toEqual([`dev-storage:${type}.It is not started: there is no Java`]);
    const idle = await make(type, { ...application, start_application: false }, code, runtime);
    expect([idle.jobs, idle.notices]).toEqual([[], []]);
  });
});
