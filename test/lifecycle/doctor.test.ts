import { delimiter } from "node:path";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describeWith } from "../requirements";
import { fakeMaven } from "./fake-maven";
import { fakeTerraform } from "./fake-terraform";
import { type Moto, startMoto } from "./moto-server";
import { type CommandOptions, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";
const file = "environments/dev.ts";
const Bucket = `kinesis-streaming-dev-state-${account}`;

interface Finding {
  readonly check: string;
  readonly verdict: string;
  readonly message: string;
  readonly fix?: string;
}

describeWith("python", "weir doctor", () => {
  let moto: Moto;
  let checkout: ScratchCheckout;
  let terraform: string;
  let path: string;
  let original: string;
  let s3: S3Client;

  // The first start of moto on a machine installs it.
  beforeAll(async () => {
    moto = await startMoto({ account });
    checkout = new ScratchCheckout();
    terraform = `${fakeTerraform(checkout.folder, "Terraform v1.11.4")}/terraform`;
    path = [fakeMaven(checkout.folder, "17.0.15"), process.env["PATH"]].join(delimiter);
    checkout.edit(file, (text) => text.replace("000000000000", account));
    original = checkout.read(file);
    s3 = new S3Client({ ...clientSettings(), forcePathStyle: true });
  }, 600_000);

  afterAll(async () => {
    s3.destroy();
    await moto.stop();
    checkout.remove();
  });

  beforeEach(() => moto.reset());

  const clientSettings = () => ({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "any" },
  });

  const weir = (args: readonly string[], { env }: CommandOptions = {}) =>
    checkout.weir(["doctor", ...args], { env: { TERRAFORM_BINARY_NAME: terraform, PATH: path, ...env } });

  /** What it finds in dev at the endpoint, by what was looked at, and its exit code. */
  async function examine(options?: CommandOptions) {
    const { status, stdout, stderr } = await weir(["--endpoint", moto.url, "--json"], options);
    if (!stdout) throw new Error(`weir doctor printed nothing but:\n${stderr}`);
    const findings = (JSON.parse(stdout) as { findings: Finding[] }).findings;
    const verdicts = Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
    return { status, findings, verdicts, of: (check: string) => findings.filter((finding) => finding.check === check) };
  }

  /** Runs something with dev's file changed. */
  async function withFile<T>(change: (text: string) => string, work: () => Promise<T>): Promise<T> {
    checkout.edit(file, change);
    try {
      return await work();
    } finally {
      checkout.edit(file, () => original);
    }
  }

  /** The state bucket as weir bootstrap leaves it, with an output of the stack that made it. */
  async function makeStateBucket(ciRoles?: Record<"plan" | "apply", string>, trust: object = {}): Promise<void> {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const byKms = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } } as const;
    const ServerSideEncryptionConfiguration = { Rules: [byKms] };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const outputs = ciRoles ? { ciRoles: { value: ciRoles } } : {};
    const attributes = { id: "role", assume_role_policy: JSON.stringify(trust) };
    const role = { mode: "managed", type: "aws_iam_role", name: "Role", instances: [{ attributes }] };
    await put("bootstrap.tfstate", { version: 4, serial: 1, outputs, resources: ciRoles ? [role] : [] });
  }

  const put = (Key: string, value: unknown) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(value) }));

  it("finds an account well that was bootstrapped, and says what is left of its quotas", async () => {
    await makeStateBucket();
    const { status, stdout, stderr } = await weir(["--endpoint", moto.url]);
    expect(status).toBe(0);
    expect(stderr).toBe(`AWS at ${moto.url}: environment dev, account ${account}, region us-east-1\n`);
    expect(stdout).toContain("  ✔ Terraform     Terraform 1.11.4");
    expect(stdout).toContain("  ✔ Maven         3.8.7, with Java 17.0.15");
    expect(stdout).toContain("  ✔ Flink jar     flink/target/weir-flink-managed.jar\n");
    expect(stdout).toContain(`  ✔ state bucket  ${Bucket}: versioned, encrypted, private\n`);
    expect(stdout).toContain("  ✔ locks         none is held\n");
    expect(stdout).toContain("  ✔ concurrency   Lambda: 30 still to reserve, 900 free\n");
    expect(stdout).toContain("  ✔ shards        Kinesis shards: 4 still to be made, 6000 free\n");
    expect(stdout).toMatch(/\n\nAll is well\.\n$/);
  });

  it("looks at no AWS while the account is a placeholder, and is well with that", async () => {
    const { status, stdout, stderr } = await weir(["--env", "staging"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("→ set your account in environments/staging.ts");
    expect(stdout).toMatch(/– AWS +nothing there was looked at\n\n1 warning\n$/);
  });

  it("says once that there is no state bucket, and looks at the rest", async () => {
    const { status, of, verdicts } = await examine();
    expect(status).toBe(2);
    expect(of("state bucket")).toEqual([
      {
        check: "state bucket",
        verdict: "problem",
        message: `there is no state bucket ${Bucket} yet: weir bootstrap --env dev makes it`,
      },
    ]);
    expect(verdicts).toMatchObject({ concurrency: "ok", shards: "ok" });
    expect(verdicts).not.toHaveProperty("locks");
  });

  it("says what a state bucket lacks, and that its bootstrap was not finished", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { status, of } = await examine();
    expect(status).toBe(2);
    expect(of("state bucket").map(({ message }) => message)).toEqual([
      `${Bucket} has no versioning`,
      `${Bucket} has no KMS encryption`,
      `${Bucket} has no block of public access`,
    ]);
    expect(of("bootstrap")).toMatchObject([{ verdict: "problem", fix: expect.stringContaining("weir bootstrap") }]);
  });

  it("warns of locks that are held, and names the command that removes each", async () => {
    await makeStateBucket();
    const [who, createdAt] = ["someone", "2026-01-02T03:04:05Z"];
    await put("environment.lock", { id: "one", who, host: "host", command: "weir apply", commit: "abc", createdAt });
    await put("streaming.tfstate.tflock", { ID: "two", Operation: "OperationTypeApply", Who: who, Created: createdAt });
    const { status, of } = await examine();
    expect(status).toBe(0);
    expect(of("locks").map(({ verdict }) => verdict)).toEqual(["warning", "warning"]);
    expect(of("locks").map(({ fix }) => fix)).toEqual([
      expect.stringContaining("weir force-unlock one --env dev"),
      expect.stringContaining("weir force-unlock two --env dev"),
    ]);
  });

  it("finds quotas too small for what is not deployed yet", async () => {
    const grow = (text: string) =>
      text
        .replace(/(?<="analytics-rejects".*shards: )1/, "6001")
        .replace('table: "processed-data" },', 'table: "processed-data", reservedConcurrency: 6001 },');
    await withFile(grow, async () => {
      const { status, of } = await examine();
      expect(status).toBe(2);
      expect(of("concurrency")).toMatchObject([
        {
          verdict: "problem",
          message:
            "Lambda: 6021 executions are still to be reserved, and only 900 can be (of 1000 unreserved, 100 must stay so)",
        },
      ]);
      expect(of("shards")).toMatchObject([
        { verdict: "problem", message: "Kinesis shards: 6004 still to be made, 6000 free" },
      ]);
    });
  });

  it("counts a stream that is there as made", async () => {
    const kinesis = new KinesisClient({ ...clientSettings(), requestHandler: new NodeHttpHandler() });
    await kinesis.send(new CreateStreamCommand({ StreamName: "kinesis-streaming-dev-data-stream", ShardCount: 1 }));
    kinesis.destroy();
    const [shards] = (await examine()).of("shards");
    expect(shards?.message).toContain("Kinesis shards: 3 still to be made");
  });

  it("misses the roles of the CI until they are made, and where they trust another repository", async () => {
    const roles = (name: string) => `arn:aws:iam::${account}:role/kinesis-streaming-dev-ci-${name}`;
    const withCi = (text: string) => text.replace("streams: {", 'ci: { repository: "octo/weir" },\n  streams: {');
    await makeStateBucket();
    await withFile(withCi, async () => {
      expect((await examine()).of("CI roles")).toMatchObject([{ verdict: "problem" }]);
      const made = { plan: roles("plan"), apply: roles("apply") };
      for (const [repository, verdict] of [
        ["octo/weir", "ok"],
        ["octo/weir-before", "problem"],
      ] as const) {
        await moto.reset();
        await makeStateBucket(made, { sub: [`repo:${repository}:ref:refs/heads/main`] });
        expect((await examine()).of("CI roles")).toMatchObject([{ verdict }]);
      }
    });
  });

  it("warns of what it may not look at, and looks at the rest", async () => {
    await makeStateBucket();
    const denied = { code: "AccessDenied", message: "not you", status: 403 };
    await moto.failNext({ action: "s3:GetBucketVersioning", times: 1, ...denied });
    const { status, of, verdicts } = await examine();
    expect(status).toBe(0);
    expect(of("state bucket")).toMatchObject([{ verdict: "warning", message: "can't be looked at: not you" }]);
    expect(verdicts).toMatchObject({ locks: "ok", bootstrap: "ok", shards: "ok" });
  });

  it("asks nothing more of an account that is not the environment's", async () => {
    const elsewhere = (text: string) => text.replace(account, "444455556666");
    await withFile(elsewhere, async () => {
      const { status, verdicts, of } = await examine();
      expect(status).toBe(2);
      expect(verdicts).toMatchObject({ account: "problem", AWS: "skipped" });
      expect(of("account")[0]?.message).toContain("use credentials of that account");
      expect(verdicts).not.toHaveProperty("state bucket");
    });
  });

  it("says that there are no credentials", async () => {
    const { status, of } = await examine({ env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined } });
    expect(status).toBe(2);
    expect(of("credentials")).toMatchObject([{ verdict: "problem", message: expect.stringContaining("AWS_PROFILE") }]);
  });

  it("warns where the shell's region is another", async () => {
    const { of } = await examine({ env: { AWS_REGION: "eu-west-1" } });
    expect(of("region")).toMatchObject([{ verdict: "warning", fix: "export AWS_REGION=us-east-1" }]);
  });

  it("looks at AWS without Terraform, too", async () => {
    const { status, of, verdicts } = await examine({ env: { TERRAFORM_BINARY_NAME: "no-such-terraform" } });
    expect(status).toBe(2);
    expect(of("Terraform")).toMatchObject([
      { verdict: "problem", message: expect.stringContaining("install Terraform") },
    ]);
    expect(verdicts).toMatchObject({ credentials: "ok", shards: "ok" });
  });

  it("finds the jar of the Flink jobs missing, and what would build it", async () => {
    const { status, of } = await examine({ env: { PATH: "/nonexistent", WEIR_FLINK_JAR: "nowhere.jar" } });
    expect(status).toBe(2);
    expect(of("Maven")).toMatchObject([{ verdict: "warning", message: "mvn can't be run: spawn mvn ENOENT" }]);
    expect(of("Flink jar")).toMatchObject([{ verdict: "problem", fix: expect.stringMatching(/npm run build:flink/) }]);
  });

  it("shows what is wrong with an environment's file", async () => {
    const broken = (text: string) => text.replace("shards: 2", "shards: 0");
    await withFile(broken, async () => {
      const { status, of } = await examine();
      expect(status).toBe(2);
      expect(of("environment")[0]?.message).toContain("streams.data-stream.capacity.shards: got 0");
    });
  });

  it("ends with 1 for an environment that there is not", async () => {
    const { status, stderr } = await weir(["--env", "porod"]);
    expect(status).toBe(1);
    expect(stderr).toContain("did you mean prod?");
  });
});
