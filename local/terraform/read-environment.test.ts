import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import {
  App,
  AssetType,
  Fn,
  S3Backend,
  TerraformAsset,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import fc from "fast-check";
import { type Synthesized, synthesize } from "../../test/synthesize";
import { TerraformExpressionError, TerraformReadError } from "./errors";
import { type ResolvedEnvironment, readEnvironment } from "./read-environment";
import type { ResolvedResource } from "./stack";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "terraform-reader-"));
  folders.push(folder);
  return folder;
}

/** Adds a stack with an AWS provider of account 111122223333. */
function addStack(app: App, id: string, region = "eu-west-1"): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: ["111122223333"] });
  return stack;
}

/** Synthesizes an app, and returns the folder that it wrote. */
function write(build: (app: App) => void): string {
  const app = new App({ outdir: temporaryFolder() });
  build(app);
  app.synth();
  return app.outdir;
}

/** Reads the environment `dev` of an app. */
function readApp(build: (app: App) => void): ResolvedEnvironment {
  return readEnvironment({ outDir: write(build), environment: "dev" });
}

/** Reads an environment whose only stack is `dev-main`. */
function readMain(build: (stack: TerraformStack) => void): ResolvedEnvironment {
  return readApp((app) => build(addStack(app, "dev-main")));
}

function only({ resources }: ResolvedEnvironment, type: string): ResolvedResource {
  const found = resources.filter((resource) => resource.type === type);
  const [resource] = found;
  if (!resource || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return resource;
}

function errorOf(read: () => unknown): Error {
  try {
    read();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function addTable(stack: TerraformStack, name = "items"): DynamodbTable {
  return new DynamodbTable(stack, "Table", { name, hashKey: "id", attribute: [{ name: "id", type: "S" }] });
}

describe("a resource", () => {
  it("comes with its arguments, what AWS adds, and the folder of its stack", () => {
    const environment = readMain((stack) => {
      const stream = new KinesisStream(stack, "Stream", {
        name: "clicks",
        shardCount: 2,
        lifecycle: { preventDestroy: true },
      });
      addTable(stack).node.addDependency(stream);
    });
    expect(only(environment, "aws_kinesis_stream")).toEqual({
      stack: "dev-main",
      stackDir: expect.stringMatching(/^\/.*stacks\/dev-main$/),
      type: "aws_kinesis_stream",
      name: "Stream",
      address: "dev-main:aws_kinesis_stream.Stream",
      attributes: { name: "clicks", shard_count: 2 },
      computed: {
        id: "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
        arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
      },
    });
    expect(only(environment, "aws_dynamodb_table").attributes).toEqual({
      name: "items",
      hash_key: "id",
      attribute: [{ name: "id", type: "S" }],
    });
  });

  it("keeps the types of its values, and loses those that are null", () => {
    const environment = readMain((stack) => {
      const sizes = new TerraformLocal(stack, "Sizes", { timeout: 30, publish: true, none: null });
      const member = (name: string) => Fn.lookup(sizes.fqn, name);
      new LambdaFunction(stack, "Function", {
        functionName: "f",
        role: "arn:aws:iam::111122223333:role/r",
        timeout: Token.asNumber(member("timeout")),
        publish: Token.asAny(member("publish")),
        description: `waits ${member("timeout")} s`,
      }).addOverride("handler", null);
    });
    expect(only(environment, "aws_lambda_function").attributes).toEqual({
      function_name: "f",
      role: "arn:aws:iam::111122223333:role/r",
      timeout: 30,
      publish: true,
      description: "waits 30 s",
    });
  });

  it("names files of its stack's folder", () => {
    const source = join(temporaryFolder(), "bundle.zip");
    writeFileSync(source, "the bundle");
    const environment = readMain((stack) => {
      const { path } = new TerraformAsset(stack, "Bundle", { path: source, type: AssetType.FILE });
      const sourceCodeHash = Fn.filebase64sha256(path);
      new LambdaFunction(stack, "Function", { functionName: "f", role: "r", filename: path, sourceCodeHash });
    });
    const { attributes, stackDir } = only(environment, "aws_lambda_function");
    expect(attributes["filename"]).toMatch(/^assets\//);
    expect(readFileSync(join(stackDir, String(attributes["filename"])), "utf8")).toBe("the bundle");
    expect(attributes["source_code_hash"]).toBe(createHash("sha256").update("the bundle").digest("base64"));
  });

  it("has the same made-up identifiers in every run, and other ones than its neighbours", () => {
    const read = () =>
      readMain((stack) => {
        for (const id of ["A", "B"]) {
          new KinesisStreamConsumer(stack, id, {
            name: id,
            streamArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
          });
        }
      }).resources.map(({ computed }) => computed["arn"]);
    const [first, second] = read();
    expect(first).toMatch(/:stream\/s\/consumer\/A:\d{10}$/);
    expect(second).toMatch(/:stream\/s\/consumer\/B:\d{10}$/);
    expect(String(first).split(":").at(-1)).not.toBe(String(second).split(":").at(-1));
    expect(read()).toEqual([first, second]);
  });

  it("stands in the region of the provider that it names", () => {
    const environment = readMain((stack) => {
      const provider = new AwsProvider(stack, "Virginia", { region: "us-east-1", alias: "virginia" });
      new SqsQueue(stack, "Queue", { name: "q", provider });
    });
    expect(only(environment, "aws_sqs_queue").computed["url"]).toBe(
      "https://sqs.us-east-1.amazonaws.com/000000000000/q",
    );
    expect(environment).toMatchObject({ accountId: "111122223333", region: "eu-west-1" });
  });

  it("comes after all that it refers to or depends on, in any order of writing", () => {
    const folder = temporaryFolder();
    const stack = { name: "dev-main", dependencies: [], synthesizedStackPath: "cdk.tf.json", workingDirectory: "." };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "dev-main": stack } }));
    // Each resource needs earlier ones, in either way; then they are shuffled.
    const graph = fc
      .array(fc.record({ refersTo: fc.nat(), dependsOn: fc.nat() }), { minLength: 1, maxLength: 12 })
      .chain((nodes) =>
        fc.shuffledSubarray(
          nodes.map(({ refersTo, dependsOn }, index) => ({
            name: `Q${index}`,
            refersTo: index > 0 ? `Q${refersTo % index}` : undefined,
            dependsOn: index > 0 ? `Q${dependsOn % index}` : undefined,
          })),
          { minLength: nodes.length },
        ),
      );
    fc.assert(
      fc.property(graph, (nodes) => {
        const queues = nodes.map(({ name, refersTo, dependsOn }) => [
          name,
          {
            name,
            tags: refersTo ? { after: `\${aws_sqs_queue.${refersTo}.arn}` } : {},
            depends_on: dependsOn ? [`aws_sqs_queue.${dependsOn}`] : [],
          },
        ]);
        const document = {
          provider: { aws: [{ region: "us-east-1" }] },
          resource: { aws_sqs_queue: Object.fromEntries(queues) },
        };
        writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(document));
        const { resources } = readEnvironment({ outDir: folder, environment: "dev" });
        const order = resources.map(({ name }) => name);
        expect([...order].sort()).toEqual(nodes.map(({ name }) => name).sort());
        for (const { name, refersTo = name, dependsOn = name } of nodes) {
          expect(order.indexOf(refersTo)).toBeLessThanOrEqual(order.indexOf(name));
          expect(order.indexOf(dependsOn)).toBeLessThanOrEqual(order.indexOf(name));
        }
      }),
    );
  });
});

describe("references", () => {
  it("cross stacks whose state is kept in files, and in S3", () => {
    const environment = readApp((app) => {
      const storage = addStack(app, "dev-storage");
      const table = addTable(storage);
      // Written before the stack that it needs, as the manifest's order may be.
      const processing = addStack(app, "dev-processing");
      const streaming = addStack(app, "dev-streaming");
      new S3Backend(streaming, { bucket: "state", key: "dev/streaming.tfstate", region: "eu-west-1" });
      new S3Backend(processing, { bucket: "state", key: "dev/processing.tfstate", region: "eu-west-1" });
      const stream = new KinesisStream(streaming, "Stream", { name: "clicks", tags: { table: table.arn } });
      new SqsQueue(processing, "Queue", { name: "q" });
      new TerraformOutput(processing, "Both", { value: [stream.arn, table.name], staticId: true });
    });
    expect(environment.outputs["dev-processing"]).toEqual({
      Both: ["arn:aws:kinesis:eu-west-1:111122223333:stream/clicks", "items"],
    });
    expect(environment.resources.map(({ stack }) => stack)).toEqual(["dev-storage", "dev-streaming", "dev-processing"]);
  });

  it("resolve inside policies that were written as JSON", () => {
    const environment = readMain((stack) => {
      const bucket = new S3Bucket(stack, "Bucket", { bucket: "lake" });
      const statement = { Resource: [bucket.arn, `${bucket.arn}/*`], Quoted: 'a "b"', Variable: "$${aws:username}" };
      new IamRole(stack, "Role", { name: "r", assumeRolePolicy: JSON.stringify(statement) });
    });
    expect(JSON.parse(String(only(environment, "aws_iam_role").attributes["assume_role_policy"]))).toEqual({
      Resource: ["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"],
      Quoted: 'a "b"',
      Variable: `$\{aws:username}`,
    });
  });

  it("reach data sources", () => {
    const environment = readApp((app) => {
      const stack = addStack(app, "dev-main", "cn-north-1");
      const { accountId } = new DataAwsCallerIdentity(stack, "Caller");
      const { partition, dnsSuffix } = new DataAwsPartition(stack, "Partition");
      const { id: region } = new DataAwsRegion(stack, "Region");
      const statement = [{ actions: ["s3:GetObject"], resources: [`arn:${partition}:s3:::b`] }];
      const policy = new DataAwsIamPolicyDocument(stack, "Policy", { statement }).minifiedJson;
      new TerraformOutput(stack, "All", { value: { accountId, partition, dnsSuffix, region, policy }, staticId: true });
    });
    expect(environment.outputs["dev-main"]?.["All"]).toEqual({
      accountId: "111122223333",
      partition: "aws-cn",
      dnsSuffix: "amazonaws.com.cn",
      region: "cn-north-1",
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws-cn:s3:::b"}]}',
    });
  });

  it("reach locals, and the defaults of variables, which are taken as written", () => {
    const environment = readMain((stack) => {
      const variable = new TerraformVariable(stack, "Suffix", { default: "$" + "{not.resolved}" });
      const local = new TerraformLocal(stack, "Name", Fn.join("-", ["a", variable.stringValue]));
      new TerraformOutput(stack, "Name_", { value: Fn.upper(local.asString), staticId: true });
    });
    expect(environment.outputs["dev-main"]).toEqual({ Name_: `A-$\{NOT.RESOLVED}` });
  });
});

describe("what can't be resolved", () => {
  const queue = (stack: TerraformStack, overrides: Record<string, unknown>): void => {
    const made = new SqsQueue(stack, "Queue", { name: "q" });
    for (const [path, value] of Object.entries(overrides)) made.addOverride(path, value);
  };

  it("is an error that names stack, resource, attribute, expression and reason", () => {
    const error = errorOf(() => readMain((stack) => queue(stack, { tags: { owner: "the ${foo(1)} team" } })));
    expect(error).toBeInstanceOf(TerraformExpressionError);
    expect(error).toMatchObject({
      location: { stack: "dev-main", holder: "aws_sqs_queue.Queue", attribute: "tags.owner" },
      expression: "${foo(1)}",
      reason: expect.stringMatching(/^there is no function "foo"; the functions there are: abs, /),
    });
    expect(error.message).toMatch(
      /^dev-main: aws_sqs_queue\.Queue, attribute tags\.owner: can't resolve \$\{foo\(1\)\}: there is no function "foo"/,
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "an attribute that AWS does not give",
      { name: "${aws_kinesis_stream.Stream.colour}" },
      'aws_sqs_queue.Queue, attribute name: can\'t resolve ${aws_kinesis_stream.Stream.colour}: there is no "colour"; there are: arn, id, name',
    ],
    [
      "a resource that is not there",
      { name: "${aws_kinesis_stream.Nope.arn}" },
      "there is no aws_kinesis_stream.Nope; there are: aws_kinesis_stream.Stream",
    ],
    [
      "a type that is not there",
      { name: "${aws_vpc.V.id}" },
      'nothing here is called "aws_vpc"; there are: local, var',
    ],
    [
      "a dependency that is not there",
      { depends_on: ["aws_kinesis_stream.Nope"] },
      "there is no aws_kinesis_stream.Nope",
    ],
    ["a data source of an unknown type", { name: "${data.aws_ami.A.id}" }, "the data source aws_ami is not supported"],
    ["a data source that is not there", { name: "${data.aws_region.R.id}" }, "there is no data.aws_region.R"],
    ["a variable without a default", { name: "${var.V}" }, "the variable V has no default, and nothing sets it here"],
    ["repetition by count", { count: 2 }, "can't resolve count: it is not supported: make one construct for each"],
    ["repetition by for_each", { for_each: ["a"] }, "can't resolve for_each: it is not supported"],
    ["a dynamic block", { dynamic: {} }, "can't resolve dynamic: it is not supported"],
    ["a provider that is not there", { provider: "aws.mars" }, "provider.aws.mars: can't resolve provider.aws.mars"],
    [
      "state of no stack here",
      { name: "${data.terraform_remote_state.Absent.outputs.x}" },
      'no stack of this environment keeps its state at s3 bucket "state", key "absent"',
    ],
    [
      "a backend of another kind",
      { name: "${data.terraform_remote_state.Foreign.outputs.x}" },
      "the backend gcs is not supported; those that are: local, s3",
    ],
  ])("names %s", (_, overrides, message) => {
    const error = errorOf(() =>
      readMain((stack) => {
        new KinesisStream(stack, "Stream", { name: "s" });
        new TerraformVariable(stack, "V", {});
        const absent = { backend: "s3", config: { bucket: "state", key: "absent" } };
        const foreign = { backend: "gcs", config: { bucket: "state" } };
        stack.addOverride("data.terraform_remote_state", { Absent: absent, Foreign: foreign });
        stack.addOverride("data.aws_ami.A", {});
        queue(stack, overrides);
      }),
    );
    expect(error).toBeInstanceOf(TerraformExpressionError);
    expect(error.message).toContain(message);
  });

  it("names the part of a policy that is no text, and the policy by its beginning alone", () => {
    const policy = JSON.stringify({ filler: "x".repeat(500), Resource: "${aws_kinesis_stream.Stream.tags}" });
    const error = (text: string) =>
      errorOf(() =>
        readMain((stack) => {
          new KinesisStream(stack, "Stream", { name: "s", tags: { a: "b" } });
          queue(stack, { policy: text });
        }),
      );
    expect(error(policy).message).toMatch(
      /can't resolve \$\{aws_kinesis_stream.Stream.tags\}: a string is needed, not an/,
    );
    expect(error(`${policy}\${`).message).toMatch(/can't resolve \{"filler":"x{189}…: an interpolation is not closed/);
  });

  it("names a module", () => {
    const read = () => readMain((stack) => stack.addOverride("module.vpc", { source: "./vpc" }));
    expect(read).toThrow("dev-main: module.vpc: can't resolve module: modules are not supported: use constructs");
  });

  it("names all of a circle", () => {
    const error = errorOf(() =>
      readMain((stack) => {
        stack.addOverride("locals.name", "${aws_kinesis_stream.Stream.name}");
        new KinesisStream(stack, "Stream", { name: "${aws_sqs_queue.Queue.arn}" });
        queue(stack, { name: "${local.name}" });
      }),
    );
    expect(error.message).toContain(
      "dev-main:aws_kinesis_stream.Stream → dev-main:aws_sqs_queue.Queue → dev-main:local.name → dev-main:aws_kinesis_stream.Stream",
    );
  });

  it("names a provider without a region", () => {
    const read = () => readApp((app) => new AwsProvider(new TerraformStack(app, "dev-main"), "Aws"));
    expect(read).toThrow("dev-main: provider.aws: can't resolve region: it is not set");
  });
});

describe("an environment", () => {
  const outDir = () =>
    write((app) => {
      for (const id of ["dev-main", "dev-eu-main", "bootstrap-dev", "bootstrap-dev-eu"])
        addTable(addStack(app, id), id);
    });

  it("has the stacks of its own name alone", () => {
    const folder = outDir();
    const addresses = (environment: string) =>
      readEnvironment({ outDir: folder, environment }).resources.map(({ address }) => address);
    expect(addresses("dev")).toEqual(["dev-main:aws_dynamodb_table.Table"]);
    expect(addresses("dev-eu")).toEqual(["dev-eu-main:aws_dynamodb_table.Table"]);
  });

  it("that was not synthesized is an error with those that were", () => {
    const folder = outDir();
    const error = errorOf(() => readEnvironment({ outDir: folder, environment: "prod" }));
    expect(error).toBeInstanceOf(TerraformReadError);
    expect(error.message).toBe(
      `no synthesized environment "prod" in ${folder} (there are: dev, dev-eu): run npm run synth`,
    );
  });

  it("of nothing synthesized is an error too", () => {
    const read = () => readEnvironment({ outDir: "/nowhere", environment: "dev" });
    expect(read).toThrow(new TerraformReadError('no synthesized environment "dev" in /nowhere: run npm run synth'));
  });

  it("of damaged files is an error that names the file", () => {
    const folder = outDir();
    const stackFile = join(folder, "stacks/dev-main/cdk.tf.json");
    writeFileSync(stackFile, '{"resource":');
    const read = () => readEnvironment({ outDir: folder, environment: "dev" });
    expect(read).toThrow(`can't read ${stackFile}: `);
    writeFileSync(join(folder, "manifest.json"), '{"stacks":[]}');
    expect(read).toThrow(`${folder}/manifest.json is no manifest that CDKTF wrote`);
  });
});

describe("the project's own environments", () => {
  let synthesized: Synthesized;

  beforeAll(() => {
    synthesized = synthesize();
  }, 60_000);

  afterAll(() => synthesized.remove());

  it.each(["dev", "staging", "prod"])("resolve %s to the last expression, across stacks", (environment) => {
    const read = readEnvironment({ outDir: synthesized.outDir, environment });
    const written = JSON.stringify(read.resources);
    // Not even a policy variable is among them; Athena's own template of a table's folders is text.
    expect(written.replaceAll("/day=$" + "{day}/", "")).not.toContain("$" + "{");
    const arns = new Set(read.resources.map(({ computed }) => computed["arn"]));
    const mappings = read.resources.filter(({ type }) => type === "aws_lambda_event_source_mapping");
    expect(mappings.length).toBeGreaterThan(0);
    for (const { attributes, computed } of mappings) {
      expect(arns).toContain(attributes["event_source_arn"]);
      expect(arns).toContain(computed["function_arn"]);
    }
    for (const { attributes, stackDir } of read.resources.filter(({ type }) => type === "aws_lambda_function")) {
      expect(existsSync(join(stackDir, String(attributes["filename"])))).toBe(true);
    }
  });
});
