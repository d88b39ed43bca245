import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DescribeStreamSummaryCommand, KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { GetAccountSettingsCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describeWith } from "../requirements";
import { type Moto, startMoto } from "./moto-server";

const account = "111122223333";

describeWith("python", "moto in the place of AWS", () => {
  let moto: Moto;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

  // The first start on a machine installs it.
  beforeAll(async () => {
    moto = await startMoto({ account });
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "any" };
    settings = { endpoint: moto.url, region: "us-east-1", credentials };
  }, 600_000);
  afterAll(() => moto.stop());
  beforeEach(() => moto.reset());

  const clients = () => ({
    // Its own choice is HTTP/2, which moto's server does not speak.
    kinesis: new KinesisClient({ ...settings, maxAttempts: 1, requestHandler: new NodeHttpHandler() }),
    lambda: new LambdaClient({ ...settings, maxAttempts: 1 }),
    s3: new S3Client({ ...settings, forcePathStyle: true, maxAttempts: 1 }),
    sts: new STSClient({ ...settings, maxAttempts: 1 }),
  });

  it("is the account that it is told to be", async () => {
    expect(await clients().sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: account });
  });

  it("writes one of two lock objects, and another once that is deleted", async () => {
    const { s3 } = clients();
    const lock = { Bucket: "state", Key: "environment.lock" };
    await s3.send(new CreateBucketCommand({ Bucket: lock.Bucket }));
    const put = () => s3.send(new PutObjectCommand({ ...lock, Body: "me", IfNoneMatch: "*" }));
    await put();
    await expect(put()).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    await s3.send(new DeleteObjectCommand(lock));
    await put();
  });

  it("tells a quota of Lambda", async () => {
    expect((await clients().lambda.send(new GetAccountSettingsCommand({}))).AccountLimit).toMatchObject({
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 1000,
    });
  });

  it.each([
    ["kinesis:ListStreams", () => clients().kinesis.send(new ListStreamsCommand({}))],
    ["lambda:ListFunctions", () => clients().lambda.send(new ListFunctionsCommand({}))],
    [
      "s3:GetEncryptionConfiguration",
      () => clients().s3.send(new GetBucketEncryptionCommand({ Bucket: "kinesis-streaming" })),
    ],
    ["sts:GetCallerIdentity", () => clients().sts.send(new GetCallerIdentityCommand({}))],
  ])("lets the next %s fail as AWS does, and no later one", async (action, call) => {
    const failure = { code: "ThrottlingException", message: "Rate exceeded", status: 429 };
    await moto.failNext({ action, times: 1, ...failure });
    await expect(call()).rejects.toMatchObject({
      name: failure.code,
      message: failure.message,
      $metadata: { httpStatusCode: failure.status },
    });
    const outcome = await call().catch((error: Error) => error);
    expect(outcome).not.toMatchObject({ name: failure.code });
  });

  it("tells the actions that were called, by the names that policies have for them", async () => {
    await moto.forgetActions();
    const { kinesis, s3 } = clients();
    await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "none" }))).rejects.toThrow();
    await s3.send(new CreateBucketCommand({ Bucket: "lake" }));
    await s3.send(new HeadBucketCommand({ Bucket: "lake" }));
    expect(await moto.seenActions()).toEqual(
      ["kinesis:DescribeStreamSummary", "s3:CreateBucket", "s3:ListBucket"].map((action) => ({
        action,
        accessKey: settings.credentials.accessKeyId,
      })),
    );
  });

  it("ends with the process that started it, even when that is killed", async () => {
    const script = `require("tsx/cjs");
      require(${JSON.stringify(join(__dirname, "moto-server.ts"))}).startMoto({ account: "${account}" })
        .then(({ url }) => console.log(url));`;
    const parent = spawn(process.execPath, ["-e", script], {
      cwd: join(__dirname, "../.."),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const url = line.toString().trim();
    const answers = () =>
      fetch(`${url}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await answers()).toBe(true);
    parent.kill("SIGKILL");
    while (await answers());
  });
});
