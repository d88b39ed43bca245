import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describeWith } from "../requirements";
import { fakeTerraform } from "./fake-terraform";
import { type Moto, startMoto } from "./moto-server";
import { type CommandOptions, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";
const Bucket = `kinesis-streaming-dev-state-${account}`;

// Terraform is a program that does nothing: all of this is refused before anything is asked of it.
describeWith("python", "a lifecycle verb that can't go on", () => {
  let moto: Moto;
  let checkout: ScratchCheckout;
  let terraform: string;
  let s3: S3Client;

  // The first start of moto on a machine installs it.
  beforeAll(async () => {
    moto = await startMoto({ account });
    checkout = new ScratchCheckout();
    terraform = join(fakeTerraform(checkout.folder, "Terraform v1.11.4"), "terraform");
    checkout.edit("environments/dev.ts", (text) => text.replace("000000000000", account));
    checkout.edit("environments/prod.ts", (text) => text.replace("000000000000", "444455556666"));
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "any" };
    s3 = new S3Client({ endpoint: moto.url, region: "us-east-1", credentials, forcePathStyle: true });
  }, 600_000);

  afterAll(async () => {
    s3.destroy();
    await moto.stop();
    checkout.remove();
  });

  beforeEach(() => moto.reset());

  /** What a command says when it ends with 1, below the line that names its target. */
  async function refusal(args: readonly string[], { env }: CommandOptions = {}): Promise<string> {
    const { status, stdout, stderr } = await checkout.weir(args, {
      env: { TERRAFORM_BINARY_NAME: terraform, ...env },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    return stderr.replace(/^AWS.*: environment .*\n/, "");
  }

  const atMoto = (...args: readonly string[]) => [...args, "--endpoint", moto.url];

  const put = (Key: string, value: unknown) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(value) }));

  /** A folder of plans that says of itself what a test wants it to say. */
  function keptPlans(plans: unknown): string {
    const folder = join(checkout.folder, ".weir-terraform", "plans");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "plans.json"), JSON.stringify(plans));
    return folder;
  }

  it("names the versions to install where there is no Terraform", async () => {
    // Node itself is started by its path.
    const env = { TERRAFORM_BINARY_NAME: undefined, PATH: "/nonexistent" };
    expect(await refusal(atMoto("plan"), { env })).toBe(
      "weir: neither terraform nor tofu can be run: install Terraform 1.11.0 or later, or OpenTofu 1.10.0 or later, and put it on the PATH\n",
    );
  });

  it("names the variable that names a Terraform that is not there", async () => {
    const env = { TERRAFORM_BINARY_NAME: "no-such-terraform" };
    expect(await refusal(atMoto("plan"), { env })).toMatch(
      /^weir: TERRAFORM_BINARY_NAME is no-such-terraform, which can't be run: install Terraform 1\.11\.0 or later.*\n$/,
    );
  });

  it.each([
    ["Terraform v1.10.5", "terraform is Terraform 1.10.5: Terraform 1.11.0 or later is needed"],
    ["OpenTofu v1.9.1", "terraform is OpenTofu 1.9.1: OpenTofu 1.10.0 or later is needed"],
    ["Pulumi v3", 'terraform is neither Terraform nor OpenTofu: it calls itself "Pulumi 3"'],
  ])("refuses %s", async (version, words) => {
    const env = { TERRAFORM_BINARY_NAME: undefined, PATH: fakeTerraform(checkout.folder, version) };
    expect(await refusal(atMoto("plan"), { env })).toContain(words);
  });

  it("asks for credentials where there are none", async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expect(await refusal(atMoto("plan"), { env })).toMatch(
      /^weir: there are no AWS credentials \(.+\): set AWS_PROFILE, or log in as with aws sso login\n$/,
    );
  });

  it.each(["plan", "bootstrap"])("does not %s in another account than the environment's", async (verb) => {
    const approval = verb === "bootstrap" ? ["--auto-approve"] : [];
    expect(await refusal(atMoto(verb, "--env", "prod", ...approval))).toMatch(
      /^weir: these credentials are of account 111122223333 \(.+\), but environment "prod" is in 444455556666: use credentials of that account \(AWS_PROFILE\), or mend account in environments\/prod\.ts\n$/,
    );
  });

  it.each([
    ["plan", []],
    ["apply", ["--auto-approve"]],
    ["drift", []],
    ["destroy", ["--auto-approve"]],
    ["force-unlock", ["some-id"]],
  ])("says to %s without a state bucket what makes one", async (verb, more) => {
    expect(await refusal(atMoto(verb, ...more))).toBe(
      `weir: there is no state bucket ${Bucket} yet: weir bootstrap --env dev makes it\n`,
    );
  });

  it("takes a bucket whose state nobody has for somebody else's, and changes nothing", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const words = await refusal(atMoto("bootstrap", "--auto-approve"));
    expect(words).toContain(`weir: the state bucket ${Bucket} is there, but the state of the stack that makes it is`);
    expect(words).toMatch(
      /terraform -chdir=cdktf\.out\/stacks\/bootstrap-dev import aws_s3_bucket\.\w+ kinesis-streaming/,
    );
  });

  it("names who holds the environment's lock, and how to remove it", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const holder = { id: "some-id", who: "arn:aws:iam::111122223333:user/ann", host: "ann-laptop" };
    const createdAt = "2026-01-02T03:04:05.000Z";
    await put("environment.lock", { ...holder, command: "weir apply --env dev", commit: "0123456789ab", createdAt });
    const words = await refusal(atMoto("apply", "--auto-approve"));
    expect(words).toMatch(/^weir: environment dev is locked: .*user\/ann on ann-laptop .*weir apply --env dev.*\n$/);
    expect(words).toContain("weir force-unlock some-id --env dev");
  });

  it("offers the stack that was probably meant", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect(await refusal(atMoto("plan", "--stack", "streamng"))).toMatch(
      /^weir: there is no stack streamng; there are: foundation, .* \(did you mean streaming\?\)\n$/,
    );
  });

  it("deploys no Flink jobs without their jar, nor an old one", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const jar = "flink/target/weir-flink-managed.jar";
    const words = (problem: string) =>
      `weir: stack analytics deploys Flink jobs, and ${problem}: build it (npm run build:flink), or name another in WEIR_FLINK_JAR\n`;
    utimesSync(checkout.flinkJar, 0, 0);
    expect(await refusal(atMoto("plan"))).toBe(words(`${jar} is older than flink/pom.xml`));
    const now = Date.now() / 1000;
    utimesSync(checkout.flinkJar, now, now);
    utimesSync(join(checkout.folder, "flink/sql"), now + 1, now + 1);
    expect(await refusal(atMoto("plan"))).toBe(words(`${jar} is older than flink/sql`));
    rmSync(checkout.flinkJar);
    expect(await refusal(atMoto("plan"))).toBe(words(`${jar} is not there`));
    expect(await refusal(atMoto("apply", "--auto-approve"))).toBe(words(`${jar} is not there`));
    const env = { WEIR_FLINK_JAR: "/nowhere/jobs.jar" };
    expect(await refusal(atMoto("plan", "--stack", "analytics"), { env })).toBe(
      words("/nowhere/jobs.jar, which WEIR_FLINK_JAR names, is not there"),
    );
  }, 120_000);

  it("applies no plans where there are none, or those of another environment or commit", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const applying = (folder: string) => refusal(atMoto("apply", "--plan", folder));
    expect(await applying("nowhere")).toBe(
      "weir: there are no plans in nowhere: weir plan --out nowhere keeps them there\n",
    );
    const folder = keptPlans({ environment: "prod", commit: "0123456789ab", stacks: {} });
    expect(await applying(folder)).toBe(`weir: the plans in ${folder} are of environment prod, not of dev\n`);
    const streaming = { sourceDigest: "of other sources", changes: [], outputs: [], effect: "", inputs: {} };
    keptPlans({ environment: "dev", commit: "0123456789ab", stacks: { streaming } });
    expect(await applying(folder)).toMatch(
      /^weir: the plans in .* were made at 0123456789ab, and stack streaming is another one now, at [0-9a-f]{12}\+?: check that commit out, or plan again .*\n$/,
    );
  }, 120_000);

  it("says that nothing answers at an endpoint", async () => {
    expect(await refusal(["plan", "--endpoint", "http://127.0.0.1:1"])).toBe(
      "weir: http://127.0.0.1:1 can't be reached (ECONNREFUSED): check the network and the endpoint\n",
    );
  });

  it("refuses an endpoint that is no URL", async () => {
    expect(await refusal(["plan", "--endpoint", "localhost:5000"])).toContain(
      "argument 'localhost:5000' is invalid. It must be a URL, such as http://127.0.0.1:5000.",
    );
  });

  it.each(["plan", "drift", "bootstrap"])("refuses to %s with the placeholder account", async (verb) => {
    const approval = verb === "bootstrap" ? ["--auto-approve"] : [];
    expect(await refusal(atMoto(verb, "--env", "staging", ...approval))).toBe(
      'weir: environment "staging" has the placeholder account 000000000000: set yours in environments/staging.ts\n',
    );
  });

  it.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"])("refuses %s without --endpoint", async (variable) => {
    expect(await refusal(["plan"], { env: { [variable]: "http://127.0.0.1:4566" } })).toBe(
      `weir: no --endpoint, but ${variable} is http://127.0.0.1:4566: unset it to reach AWS\n`,
    );
  });

  it.each(["bootstrap", "apply", "destroy"])("asks for %s's approval only on a terminal", async (verb) => {
    expect(await refusal(atMoto(verb))).toMatch(/^weir: there is no terminal to ask for approval on: .*--auto-approve/);
  });
});
