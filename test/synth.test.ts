import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { environmentNames, loadEnvironment } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { arbitraryEnvironment } from "./arbitrary-environment";
import { environmentInput } from "./environment-input";
import { everyDestination } from "./every-destination";
import type { Template } from "./exactly-one";
import { type PolicyStatement, statementsOf } from "./policies";
import { synthesize } from "./synthesize";
import { type StackName, type Templates, templatesOf } from "./templates-of";

const root = join(__dirname, "..");

/** Actions of which AWS says that they take no resource, or not for all that they are about. */
const withoutArn = new Set([
  "xray:BatchGetTraces",
  "xray:GetTraceSummaries",
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "chatbot:CreateSlackChannelConfiguration",
  "chatbot:DescribeSlackChannelConfigurations",
  "chatbot:ListTagsForResource",
  "chatbot:TagResource",
  "chatbot:UntagResource",
  "cloudwatch:DescribeAlarmHistory",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListDashboards",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutCompositeAlarm",
  "cloudwatch:PutMetricData",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcAttribute",
  "ec2:DescribeVpcs",
  "kinesis:DescribeLimits",
  "kinesis:DisableEnhancedMonitoring",
  "kinesis:EnableEnhancedMonitoring",
  "kinesis:UpdateShardCount",
  "kinesis:UpdateStreamMode",
  "kms:CreateKey",
  "kms:ListAliases",
  "lambda:CreateEventSourceMapping",
  "lambda:ListEventSourceMappings",
  "logs:DeleteQueryDefinition",
  "logs:DescribeQueryDefinitions",
  "logs:GetQueryResults",
  "logs:PutQueryDefinition",
  "logs:StopQuery",
  "sns:GetSubscriptionAttributes",
  "sns:SetSubscriptionAttributes",
  "sns:Unsubscribe",
]);

/** A boundary grants nothing: it says where grants end. */
const isBoundary = ({ where }: PolicyStatement) => where.includes(".CiPolicies_ApplyBoundary_");

function tooBroad({ where, Effect, Action, Resource = [], Principal, Condition }: PolicyStatement): boolean {
  if (Effect === "Deny") return false;
  const wildcardResource = Resource.includes("*") && !Action.every((action) => withoutArn.has(action));
  // In a key's policy, * is the key.
  const refused = wildcardResource && !where.startsWith("aws_kms_key.");
  const serviceUnbound = JSON.stringify(Principal ?? "").includes("Service") && Condition === undefined;
  return (
    refused || serviceUnbound || Action.some((action) => action.includes("*")) || JSON.stringify(Principal) === '"*"'
  );
}

/** Roles that would keep a policy that was added by hand. */
function rolesOpenToOthers(templates: Templates): string[] {
  return Object.values(templates).flatMap(({ resource = {} }) => {
    const closed = (type: string) => Object.values(resource[type] ?? {}).map(({ role_name }) => String(role_name));
    return Object.keys(resource["aws_iam_role"] ?? {}).filter((id) =>
      ["aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive"].some(
        (type) => !closed(type).includes(`\${aws_iam_role.${id}.name}`),
      ),
    );
  });
}

function expectSound(templates: Templates): void {
  const statements = Object.values(templates).flatMap(statementsOf);
  expect(statements.length).toBeGreaterThan(20);
  expect(statements.filter((statement) => tooBroad(statement) && !isBoundary(statement))).toEqual([]);
  expect(rolesOpenToOthers(templates)).toEqual([]);
  for (const stream of Object.values(templates.streaming.resource?.["aws_kinesis_stream"] ?? {})) {
    const onDemand = JSON.stringify(stream["stream_mode_details"]).includes("ON_DEMAND");
    expect("shard_count" in stream).toBe(!onDemand);
  }
  for (const mapping of Object.values(templates.processing.resource?.["aws_lambda_event_source_mapping"] ?? {})) {
    expect(mapping).toMatchObject({
      function_response_types: ["ReportBatchItemFailures"],
      metrics_config: { metrics: ["EventCount"] },
      destination_config: { on_failure: { destination_arn: expect.any(String) } },
    });
  }
}

describe("any environment that the schema accepts", () => {
  it("synthesizes, with policies as narrow as they can be", () => {
    fc.assert(
      fc.property(arbitraryEnvironment, (input) => {
        const environment = parseEnvironment("environment", input);
        const templates = templatesOf(environment);
        expect(Object.keys(templates)).toEqual([
          "bootstrap",
          "foundation",
          "storage",
          "streaming",
          "processing",
          "delivery",
          "analytics",
          "observability",
        ]);
        expectSound(templates);
        const count = (stack: StackName, type: string) => Object.keys(templates[stack].resource?.[type] ?? {}).length;
        expect(count("streaming", "aws_kinesis_stream")).toBe(Object.keys(environment.streams).length);
        expect(count("storage", "aws_dynamodb_table")).toBe(Object.keys(environment.tables).length);
        expect(count("processing", "aws_lambda_function")).toBe(Object.keys(environment.processors).length);
        expect(count("delivery", "aws_kinesis_firehose_delivery_stream")).toBe(
          Object.keys(environment.deliveries).length,
        );
        expect(count("analytics", "aws_kinesisanalyticsv2_application")).toBe(
          Object.keys(environment.analytics).length,
        );
        expect(count("storage", "aws_glue_catalog_table")).toBe(Object.keys(environment.lake.tables).length);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("refuses policies that are too broad: the check itself", () => {
    const statement = {
      where: "aws_iam_role_policy.X",
      Sid: "X",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["*"],
    };
    const arn = ["arn:aws:s3:::bucket"];
    expect(tooBroad(statement)).toBe(true);
    expect(tooBroad({ ...statement, Resource: arn })).toBe(false);
    expect(tooBroad({ ...statement, Resource: arn, Action: ["s3:Get*"] })).toBe(true);
    expect(tooBroad({ ...statement, Resource: arn, Principal: "*" })).toBe(true);
    expect(tooBroad({ ...statement, Resource: arn, Principal: { Service: "lambda.amazonaws.com" } })).toBe(true);
    expect(tooBroad({ ...statement, Effect: "Deny", Principal: "*" })).toBe(false);
  });
});

describe.each(environmentNames)("environment %s", (name) => {
  const environment = loadEnvironment(name);
  const templates = templatesOf(environment);

  it("has policies as narrow as they can be", () => expectSound(templates));

  it("asks for a provider that both ends of the supported range are", () => {
    for (const template of Object.values(templates)) {
      expect(template).toMatchObject({
        terraform: { required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } } },
        provider: { aws: [{ region: environment.region, allowed_account_ids: [environment.account] }] },
      });
    }
  });

  it("tags everything with project, environment, stack and owner", () => {
    for (const [stack, template] of Object.entries(templates)) {
      const tags = { project: environment.project, environment: name, stack, owner: environment.owner };
      expect(template).toMatchObject({ provider: { aws: [{ default_tags: [{ tags }] }] } });
    }
  });
});

/** The addresses under which Terraform knows what holds data or a position: another one would replace it. */
const addresses: [stack: StackName, type: string, id: string][] = [
  ["streaming", "aws_kinesis_stream", "Streams_data-stream_BD476BE4"],
  ["storage", "aws_dynamodb_table", "Tables_processed-data_80D164CD"],
  ["storage", "aws_dynamodb_table", "Tables_event-aggregates_FDE79705"],
  ["storage", "aws_s3_bucket", "Lake_5F1B88EA"],
  ["storage", "aws_s3_bucket", "Failures_8A3E1A2F"],
  ["processing", "aws_lambda_event_source_mapping", "Mappings_stream-processor_418CD9F7"],
  ["processing", "aws_lambda_event_source_mapping", "Mappings_aggregate-writer_C9595CAC"],
  ["delivery", "aws_kinesis_firehose_delivery_stream", "DeliveryStreams_delivery-stream_BC432B03"],
  ["delivery", "aws_kinesis_firehose_delivery_stream", "DeliveryStreams_aggregates-delivery_5B228148"],
  ["analytics", "aws_kinesisanalyticsv2_application", "Applications_analytics_15BEEF09"],
];

describe("construct ids are a contract", () => {
  const all = environmentNames.map((name) => templatesOf(loadEnvironment(name)));

  it.each(addresses)("%s: %s.%s", (stack, type, id) => {
    const ids = all.map((templates) => Object.keys(templates[stack].resource?.[type] ?? {}));
    expect(ids).toEqual(environmentNames.map(() => expect.arrayContaining([id])));
  });

  it("and say nothing of the environment: two that differ in name alone have the same", () => {
    const idsOf = (name: string) => {
      const input = environmentInput({ name, tier: "production", ...everyDestination });
      return Object.values(templatesOf(parseEnvironment("environment", input))).flatMap(({ resource = {} }) =>
        Object.entries(resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`)),
      );
    };
    expect(idsOf("first").length).toBeGreaterThan(50);
    expect(idsOf("first")).toEqual(idsOf("second"));
  });
});

describe("main.ts", () => {
  it("prints every problem of a bad file, without a trace, and ends with 1", () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-bad-environment-"));
    try {
      const sources = ["main.ts", "names.ts", "sources.ts", "flink-sources.ts", "tsconfig.json"];
      for (const part of ["environments", "flink/sql", "functions", "modules", "stacks", ...sources]) {
        cpSync(join(root, part), join(folder, part), { recursive: true });
      }
      symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
      const edit = (name: string, from: string, to: string) => {
        const file = join(folder, "environments", `${name}.ts`);
        writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
      };
      edit("dev", 'stream: "data-stream"', 'stream: "data-steam"');
      edit("dev", "shards: 2", "shards: 0");
      edit("staging", 'name: "staging"', 'name: "dev-eu"');
      edit("prod", 'stream: "data-stream"', 'stream: "data-stream", code: "stream-procesor"');
      edit("prod", "parameters: { windowSeconds: 60 }", "parameters: { windowSecond: 60 }");
      const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status).toBe(1);
      expect(stderr.trimEnd().split("\n")).toEqual([
        'environment "dev" has 2 problems:',
        "  streams.data-stream.capacity.shards: got 0; allowed: a whole number from 1 to 10000",
        '  processors.stream-processor.stream: got "data-steam"; allowed: a key of streams: data-stream, event-aggregates, analytics-rejects (did you mean data-stream?)',
        'environment "dev-eu" has 1 problem:',
        expect.stringContaining(
          'name: got "dev-eu"; allowed: one whose names don\'t begin with kinesis-streaming-dev-,',
        ),
        'environment "prod" has 3 problems:',
        expect.stringMatching(
          /got "stream-procesor"; allowed: a folder of functions\/: .*stream-processor.*did you mean/,
        ),
        `  analytics.analytics.parameters.windowSeconds: got nothing; allowed: a value for the \${windowSeconds} of event-aggregates.sql`,
        '  analytics.analytics.parameters: got "windowSecond"; allowed: a parameter of event-aggregates.sql: windowSeconds (did you mean windowSeconds?)',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it("writes every stack of every environment, with the code that the hash speaks of and the provider's checksums", () => {
    const { outDir, remove } = synthesize();
    try {
      const lockFile = readFileSync(join(root, "stacks", ".terraform.lock.hcl"), "utf8");
      for (const stack of readdirSync(join(outDir, "stacks"))) {
        expect(readFileSync(join(outDir, "stacks", stack, ".terraform.lock.hcl"), "utf8")).toBe(lockFile);
      }
      for (const name of environmentNames) {
        const folder = join(outDir, "stacks", `${name}-processing`);
        const template = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Template;
        const functions = Object.values(template.resource?.["aws_lambda_function"] ?? {});
        expect(functions).toHaveLength(Object.keys(loadEnvironment(name).processors).length);
        for (const { filename, source_code_hash } of functions) {
          const zip = readFileSync(join(folder, String(filename)));
          expect(createHash("sha256").update(zip).digest("base64")).toBe(source_code_hash);
        }
      }
    } finally {
      remove();
    }
  }, 60_000);
});
