import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { describeWith } from "../requirements";
import { callAws } from "./aws-cli";
import { makeStateBucket } from "./make-state-bucket";
import { type Moto, startMoto } from "./moto-server";
import { ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";
const minutes = 60_000;

interface DriftJson {
  readonly stacks: Record<string, { readonly findings: readonly FindingJson[] }>;
}

interface FindingJson {
  readonly kind: string;
  readonly resource: string;
  readonly attribute: string | null;
  readonly from: unknown;
  readonly to: unknown;
}

/** What somebody changes in an environment past Terraform, and how `weir drift` names each of it. */
export function describeDrift(environment: string): void {
  const settings = loadEnvironment(environment);
  const names = namesOf({ ...settings, account });
  const { retentionHours = 0, capacity } = settings.streams["data-stream"] ?? {};
  const shards = capacity?.mode === "provisioned" ? capacity.shards : 0;
  const stream = { "stream-name": names.stream("data-stream").name };
  const processor = { "function-name": names.function("stream-processor").name };
  const lake = { bucket: names.lakeBucket.name };
  const application = { "application-name": names.application("analytics").name };
  const { parallelism = 0 } = settings.analytics["analytics"] ?? {};
  const flinkConfiguration = "application_configuration[0].flink_application_configuration[0]";
  let moto: Moto;
  let checkout: ScratchCheckout;

  const weir = (verb: string, ...args: readonly string[]) =>
    checkout.weir([verb, "--env", environment, "--endpoint", moto.url, ...args]);
  const aws = <T = unknown>(command: string, options: Readonly<Record<string, unknown>>) =>
    callAws(moto.url, command, options) as Promise<T>;

  async function succeed(verb: string, ...args: readonly string[]): Promise<void> {
    const { status, stderr } = await weir(verb, ...args);
    if (status !== 0) throw new Error(`weir ${verb} ${args.join(" ")} ends with ${status}:\n${stderr}`);
  }

  /** What drift finds: its exit code, and each finding as `kind stack type.attribute`, in order, and its change. */
  async function drift(...args: readonly string[]) {
    const { status, stdout, stderr } = await weir("drift", "--json", ...args);
    if (status === 1) throw new Error(stderr);
    const { stacks } = JSON.parse(stdout) as DriftJson;
    const findings = Object.entries(stacks).flatMap(([stack, { findings }]) =>
      findings.map(({ resource, ...finding }) => ({ stack, type: resource.split(".")[0], ...finding })),
    );
    return {
      status,
      found: findings.map(({ kind, stack, type, attribute }) => `${kind} ${stack} ${type}.${attribute}`).sort(),
      changes: findings.map(({ from, to }) => `${from} → ${to}`),
    };
  }

  async function changeStream(): Promise<void> {
    await aws("kinesis increase-stream-retention-period", { ...stream, "retention-period-hours": retentionHours + 24 });
    const target = { "target-shard-count": shards + 1, "scaling-type": "UNIFORM_SCALING" };
    await aws("kinesis update-shard-count", { ...stream, ...target });
    await aws("kinesis stop-stream-encryption", { ...stream, "encryption-type": "KMS", "key-id": "alias/aws/kinesis" });
    await aws("kinesis add-tags-to-stream", { ...stream, tags: { "by-hand": "yes" } });
  }

  async function changeStorage(): Promise<void> {
    const { Policy } = await aws<{ Policy: string }>("s3api get-bucket-policy", lake);
    const policy = JSON.parse(Policy) as { Statement: unknown[] };
    policy.Statement.push({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: ["s3:GetObject"],
      Resource: [`${names.lakeBucket.arn}/*`],
    });
    await aws("s3api put-bucket-policy", { ...lake, policy });
    const failures = { bucket: names.failuresBucket.name };
    const { Rules } = await aws<{ Rules: unknown[] }>("s3api get-bucket-lifecycle-configuration", failures);
    await aws("s3api put-bucket-lifecycle-configuration", {
      ...failures,
      "lifecycle-configuration": { Rules: Rules.slice(1) },
    });
    await aws("dynamodb update-time-to-live", {
      "table-name": names.table("processed-data").name,
      "time-to-live-specification": { Enabled: false, AttributeName: "ttl" },
    });
  }

  async function changeProcessing(): Promise<void> {
    const mappings = await aws<{ EventSourceMappings: { UUID: string }[] }>("lambda list-event-source-mappings", {});
    const [mapping] = mappings.EventSourceMappings;
    await aws("lambda update-event-source-mapping", { uuid: mapping?.UUID, "batch-size": 77 });
    const { Environment } = await aws<{ Environment: { Variables: object } }>(
      "lambda get-function-configuration",
      processor,
    );
    const variables = { ...Environment.Variables, NODE_OPTIONS: "--inspect" };
    await aws("lambda update-function-configuration", { ...processor, environment: { Variables: variables } });
    const statement = { Effect: "Allow", Action: ["s3:DeleteObject"], Resource: ["*"] };
    await aws("iam put-role-policy", {
      "role-name": names.role("stream-processor").name,
      "policy-name": "by-hand",
      "policy-document": { Version: "2012-10-17", Statement: [statement] },
    });
    await aws("iam attach-role-policy", {
      "role-name": names.operatorRole.name,
      "policy-arn": names.producerPolicy("data-stream").arn,
    });
  }

  async function changeAnalytics(): Promise<void> {
    const ParallelismConfigurationUpdate = { ParallelismUpdate: parallelism + 1 };
    await aws("kinesisanalyticsv2 update-application", {
      ...application,
      "current-application-version-id": "1",
      "application-configuration-update": { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate } },
    });
  }

  async function changeObservability(): Promise<void> {
    const alarmOf = (kind: string) => names.alarm("stream-processor", kind).name;
    const { MetricAlarms } = await aws<{ MetricAlarms: readonly Record<string, unknown>[] }>(
      "cloudwatch describe-alarms",
      { "alarm-names": [alarmOf("function-errors")] },
    );
    const [{ Threshold, Period, EvaluationPeriods, Dimensions, AlarmActions, OKActions, ...alarm } = {}] = MetricAlarms;
    await aws("cloudwatch put-metric-alarm", {
      "alarm-name": alarm["AlarmName"],
      "alarm-description": alarm["AlarmDescription"],
      "metric-name": alarm["MetricName"],
      namespace: alarm["Namespace"],
      statistic: alarm["Statistic"],
      period: Period,
      threshold: Number(Threshold) + 1_000,
      "comparison-operator": alarm["ComparisonOperator"],
      "evaluation-periods": EvaluationPeriods,
      "datapoints-to-alarm": alarm["DatapointsToAlarm"],
      "treat-missing-data": alarm["TreatMissingData"],
      dimensions: Dimensions,
      "alarm-actions": AlarmActions,
      "ok-actions": OKActions,
    });
    await aws("cloudwatch delete-alarms", { "alarm-names": [alarmOf("function-throttled")] });
    await aws("cloudwatch disable-alarm-actions", { "alarm-names": [alarmOf("function-slow")] });
    const dashboard = { "dashboard-name": names.dashboard("data-stream") };
    await aws("cloudwatch put-dashboard", { ...dashboard, "dashboard-body": JSON.stringify({ widgets: [] }) });
    const { Subscriptions } = await aws<{ Subscriptions: readonly { SubscriptionArn: string }[] }>(
      "sns list-subscriptions-by-topic",
      { "topic-arn": names.topic("ticket").arn },
    );
    await aws("sns unsubscribe", { "subscription-arn": Subscriptions[0]?.SubscriptionArn });
  }

  /** The package of a stack's function. */
  function packageOf(stack: string): string {
    const assets = join(checkout.folder, `cdktf.out/stacks/${environment}-${stack}/assets`);
    const files = readdirSync(assets, { recursive: true, encoding: "utf8" });
    return `fileb://${join(assets, files.find((file) => file.endsWith(".zip")) ?? "")}`;
  }

  describeWith(["terraform", "python"], `the drift of ${environment}`, () => {
    beforeAll(async () => {
      moto = await startMoto({ account });
      checkout = new ScratchCheckout();
      const subscription = '{ kind: "email", address: "on-call@example.com" }';
      checkout.edit(`environments/${environment}.ts`, (text) =>
        text
          .replace("000000000000", account)
          .replace("owner:", `alarms: { subscriptions: { ticket: [${subscription}] } },\n  owner:`),
      );
      await makeStateBucket(moto.url, environment, account);
      await succeed("apply", "--auto-approve");
    }, 15 * minutes);

    afterAll(async () => {
      checkout.remove();
      await moto.stop();
    });

    it(
      "is none right after an apply",
      async () => {
        expect(await drift()).toEqual({ status: 0, found: [], changes: [] });
      },
      5 * minutes,
    );

    it(
      "names everything that was changed by hand, once, and nothing else, until an apply has put it back",
      async () => {
        await changeStream();
        await changeStorage();
        await changeProcessing();
        await changeAnalytics();
        await changeObservability();
        const junit = join(checkout.folder, "drift.xml");
        const markdown = join(checkout.folder, "drift.md");
        const { status, found, changes } = await drift("--junit", junit, "--markdown", markdown, "--explain");
        const places = [
          `analytics aws_kinesisanalyticsv2_application.${flinkConfiguration}.parallelism_configuration[0].parallelism`,
          "foundation aws_sns_topic_subscription.null",
          "observability aws_cloudwatch_dashboard.dashboard_body",
          "observability aws_cloudwatch_metric_alarm.actions_enabled",
          "observability aws_cloudwatch_metric_alarm.null",
          "observability aws_cloudwatch_metric_alarm.threshold",
          "processing aws_iam_role_policies_exclusive.policy_names",
          "processing aws_iam_role_policy_attachments_exclusive.policy_arns",
          "processing aws_lambda_event_source_mapping.batch_size",
          "processing aws_lambda_function.environment[0].variables.NODE_OPTIONS",
          "storage aws_dynamodb_table.ttl[0].enabled",
          "storage aws_s3_bucket_lifecycle_configuration.rule",
          "storage aws_s3_bucket_policy.policy",
          "streaming aws_kinesis_stream.encryption_type",
          "streaming aws_kinesis_stream.kms_key_id",
          "streaming aws_kinesis_stream.retention_period",
          "streaming aws_kinesis_stream.shard_count",
          "streaming aws_kinesis_stream.tags_all.by-hand",
        ];
        expect({ status, found }).toEqual({ status: 2, found: places.map((place) => `outside ${place}`) });
        expect(changes).toEqual(
          expect.arrayContaining([
            `${retentionHours} → ${retentionHours + 24}`,
            `${shards} → ${shards + 1}`,
            `${parallelism} → ${parallelism + 1}`,
            "KMS → NONE",
            "null → yes",
            "true → false",
            "100 → 77",
            "--enable-source-maps → --inspect",
          ]),
        );
        expect(checkout.read("drift.xml")).toContain('failures="6" errors="0"');
        expect(checkout.read("drift.md")).toContain(`<code>weir apply --env ${environment} --stack storage</code>`);

        await succeed("apply", "--auto-approve");
        expect(await drift()).toEqual({ status: 0, found: [], changes: [] });
      },
      15 * minutes,
    );

    it(
      "names what no apply puts back: a package that was uploaded, a job that was stopped, and a setting that the code leaves alone",
      async () => {
        const transform = { "function-name": names.function("data-transform").name };
        const cors = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] };
        await aws("s3api put-bucket-cors", { ...lake, "cors-configuration": cors });
        await aws("lambda update-function-code", { ...transform, "zip-file": packageOf("processing") });
        const database = names.glueDatabase.name;
        const setDatabase = (more: object) =>
          aws("glue update-database", { name: database, "database-input": { Name: database, ...more } });
        await setDatabase({ LocationUri: "s3://elsewhere/" });
        await aws("kinesisanalyticsv2 stop-application", application);
        const chosen = ["--stack", "storage", "--stack", "delivery", "--stack", "analytics"];
        const { status, found } = await drift(...chosen);
        expect({ status, found }).toEqual({
          status: 2,
          found: [
            "outside delivery aws_lambda_function.code_sha256",
            "unmanaged analytics aws_kinesisanalyticsv2_application.status",
            "unmanaged storage aws_glue_catalog_database.location_uri",
            "unmanaged storage aws_s3_bucket.cors_rule",
          ],
        });

        await aws("s3api delete-bucket-cors", lake);
        await setDatabase({});
        await aws("kinesisanalyticsv2 start-application", application);
        await aws("lambda update-function-code", { ...transform, "zip-file": packageOf("delivery") });
        expect(await drift(...chosen)).toEqual({ status: 0, found: [], changes: [] });
      },
      5 * minutes,
    );

    it(
      "ends with 1 and all of Terraform's words when a stack can't be compared, and claims nothing of it",
      async () => {
        const message = "not authorized to perform: dynamodb:DescribeTable";
        const refusal = { code: "AccessDeniedException", message, status: 400 };
        await moto.failNext({ action: "dynamodb:DescribeTable", times: 100, ...refusal });
        const { status, stdout, stderr } = await weir("drift", "--stack", "storage", "--stack", "streaming");
        expect(status).toBe(1);
        expect(stderr).toContain(message);
        expect(stdout).not.toContain("No drift");
      },
      5 * minutes,
    );
  });
}
