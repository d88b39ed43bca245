import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, HeadBucketCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import { describeWith } from "../requirements";
import { type Moto, startMoto } from "./moto-server";
import { type Ended, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";

describeWith(["terraform", "python"], "weir bootstrap", () => {
  let moto: Moto;
  let s3: S3Client;
  const checkouts: ScratchCheckout[] = [];

  // The first start of moto on a machine installs it.
  beforeAll(async () => {
    moto = await startMoto({ account });
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "any" };
    s3 = new S3Client({ endpoint: moto.url, region: "us-east-1", credentials, forcePathStyle: true });
  }, 600_000);

  afterAll(async () => {
    s3.destroy();
    await moto.stop();
    for (const checkout of checkouts) checkout.remove();
  });

  function checkOut(environment: string, more = ""): ScratchCheckout {
    const checkout = new ScratchCheckout();
    checkouts.push(checkout);
    checkout.edit(`environments/${environment}.ts`, (text) =>
      text.replace('account: "000000000000",', `account: "${account}",${more}`),
    );
    return checkout;
  }

  const bootstrap = (environment: string) => [
    ...["bootstrap", "--env", environment, "--auto-approve", "--json", "--endpoint", moto.url],
  ];

  const bucketOf = (environment: string) => `kinesis-streaming-${environment}-state-${account}`;

  /** Where a checkout keeps the state until it is in the bucket. */
  const folderOf = ({ folder }: ScratchCheckout, environment: string) =>
    join(folder, ".weir-terraform/bootstrap", bucketOf(environment));

  /** The types of what the state in the bucket holds. */
  async function typesInBucket(environment: string): Promise<string[]> {
    const object = { Bucket: bucketOf(environment), Key: "bootstrap.tfstate" };
    const { Body } = await s3.send(new GetObjectCommand(object));
    const state = JSON.parse((await Body?.transformToString()) ?? "") as { resources: { type: string }[] };
    return [...new Set(state.resources.map(({ type }) => type))];
  }

  function accountOf({ status, stdout, stderr }: Ended) {
    if (status !== 0) throw new Error(`weir bootstrap ended with ${status}:\n${stderr}`);
    return JSON.parse(stdout);
  }

  async function hasBucket(environment: string): Promise<boolean> {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucketOf(environment) }));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  it("lets one of two who start at once make everything, and the other find it made", async () => {
    const both = [checkOut("dev"), checkOut("dev")];
    const ended = await Promise.all(both.map((checkout) => checkout.weir(bootstrap("dev"))));
    const won = ended.findIndex(({ status }) => status === 0);
    const [winner, loser] = [ended[won], ended[1 - won]];
    if (!winner || !loser) throw new Error(`nobody made it:\n${ended.map(({ stderr }) => stderr).join("\n")}`);
    expect(accountOf(winner)).toMatchObject({
      outcome: "applied",
      stateBucket: bucketOf("dev"),
      changes: { create: 7, update: 0, replace: 0, delete: 0 },
    });
    expect(loser.status).toBe(1);
    expect(loser.stderr).toMatch(/Somebody else has made|If weir bootstrap is running elsewhere/);
    expect(await typesInBucket("dev")).toContain("aws_s3_bucket_public_access_block");

    for (const checkout of both) {
      expect(accountOf(await checkout.weir(bootstrap("dev")))).toMatchObject({ outcome: "unchanged" });
      expect(existsSync(folderOf(checkout, "dev"))).toBe(false);
    }
  }, 900_000);

  it("goes on after an interruption, wherever that was", async () => {
    const checkout = checkOut("prod", '\n  ci: { repository: "octo/weir" },');
    const folder = folderOf(checkout, "prod");
    const first = checkout.start(bootstrap("prod"));
    const isEnded = first.ended.then(() => true);
    // While Terraform makes what needs the bucket.
    while (!(await hasBucket("prod"))) {
      const tick = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50));
      if (await Promise.race([isEnded, tick])) throw new Error(`it ended too early:\n${first.printed()}`);
    }
    first.kill("SIGINT");
    expect((await first.ended).status).toBe(1);
    expect(existsSync(join(folder, "terraform.tfstate"))).toBe(true);
    const before = join(checkout.folder, ".weir-terraform", "before");
    mkdirSync(before);
    cpSync(join(folder, "terraform.tfstate"), join(before, "terraform.tfstate"));

    const role = (verb: string) => `arn:aws:iam::${account}:role/kinesis-streaming-prod-ci-${verb}`;
    const ciRoles = { plan: role("plan"), apply: role("apply") };
    expect(accountOf(await checkout.weir(bootstrap("prod")))).toMatchObject({
      outcome: "applied",
      stateBucket: bucketOf("prod"),
      stateKey: "bootstrap.tfstate",
      ciRoles,
    });
    expect(existsSync(folder)).toBe(false);
    expect(await typesInBucket("prod")).toEqual(expect.arrayContaining(["aws_kms_key", "aws_iam_role"]));

    // As when the run ended after it had moved the state, and before it removed it here.
    cpSync(before, folder, { recursive: true });
    expect(accountOf(await checkout.weir(bootstrap("prod")))).toMatchObject({ outcome: "unchanged" });
    expect(existsSync(folder)).toBe(false);

    const { stdout: fields } = await checkout.weir(["env", "--env", "prod", "--json"]);
    expect(JSON.parse(fields)).toMatchObject({ ci: { repository: "octo/weir" }, ciRoles });
    const { stdout } = await checkout.weir(["doctor", "--env", "prod", "--endpoint", moto.url]);
    expect(stdout).toMatch(/✔ state bucket .+: versioned, encrypted, private\n/);
    expect(stdout).toMatch(/✔ CI roles +there for octo\/weir, branch main\n/);
  }, 900_000);
});
