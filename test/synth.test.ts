import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { environmentNames, loadEnvironment } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { arbitraryEnvironment } from "./arbitrary-environment";
import { exactlyOne, type Template } from "./exactly-one";
import { type PolicyStatement, statementsOf } from "./policies";
import { synthesize } from "./synthesize";
import { type StackName, type Templates, templatesOf } from "./templates-of";

/** Actions of which AWS says that they take no resource. */
const withoutArn = new Set(["xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:GetMetricData"]);

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

function expectSound(templates: Templates): void {
  const statements = Object.values(templates).flatMap(statementsOf);
  expect(statements.length).toBeGreaterThan(20);
  expect(statements.filter(tooBroad)).toEqual([]);
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
        expect(Object.keys(templates)).toEqual(["foundation", "storage", "streaming", "processing"]);
        expectSound(templates);
        const count = (stack: StackName, type: string) => Object.keys(templates[stack].resource?.[type] ?? {}).length;
        expect(count("streaming", "aws_kinesis_stream")).toBe(Object.keys(environment.streams).length);
        expect(count("storage", "aws_dynamodb_table")).toBe(Object.keys(environment.tables).length);
        expect(count("processing", "aws_lambda_function")).toBe(Object.keys(environment.processors).length);
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
  ["streaming", "aws_kinesis_stream", "Streams_data-stream_"],
  ["storage", "aws_dynamodb_table", "Tables_processed-data_"],
  ["storage", "aws_s3_bucket", "Lake_"],
  ["processing", "aws_lambda_event_source_mapping", "Mappings_stream-processor_"],
];

describe("construct ids are a contract", () => {
  it.each(addresses)("%s: %s.%s", (stack, type, id) => {
    const ids = environmentNames.map((name) => {
      const all = Object.keys(templatesOf(loadEnvironment(name))[stack].resource?.[type] ?? {});
      return all.filter((candidate) => candidate.startsWith(id));
    });
    expect(ids).toEqual(environmentNames.map(() => [expect.stringContaining(id)]));
  });
});

describe("main.ts", () => {
  it("writes every stack of every environment, with the code that the hash speaks of", () => {
    const { outDir, remove } = synthesize();
    try {
      for (const name of environmentNames) {
        const folder = join(outDir, "stacks", `${name}-processing`);
        const template = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Template;
        const lambda = exactlyOne(template, "aws_lambda_function");
        const zip = readFileSync(join(folder, String(lambda["filename"])));
        expect(createHash("sha256").update(zip).digest("base64")).toBe(lambda["source_code_hash"]);
      }
    } finally {
      remove();
    }
  }, 60_000);
});
