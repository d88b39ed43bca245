import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { realClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { DeliveryStream } from "../local/firehose/delivery/delivery-stream";
import { Firehose } from "../local/firehose/firehose";
import { firehoseService } from "../local/firehose/service";
import { GlueCatalog } from "../local/glue/glue-catalog";
import { realRandom } from "../local/random";
import { createS3, type S3 } from "../local/s3/s3";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import { clientEnvironment } from "./client-environment";
import { describeWith } from "./requirements";

const run = promisify(execFile);
const account = { accountId: "000000000000", region: "ap-northeast-1" };
const injected = { clock: realClock, random: realRandom, metrics: noMetrics };
const s3Configuration = {
  RoleARN: "arn:aws:iam::000000000000:role/orders-firehose",
  BucketARN: "arn:aws:s3:::lake",
  Prefix: "data/",
};

describeWith("python", "the unmodified AWS CLI, and a delivery stream", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-delivery-clients-"));
  let endpoint: Endpoint;
  let s3: S3;
  let firehose: Firehose;
  let env: NodeJS.ProcessEnv;

  /** What `aws …` prints. */
  async function aws(...args: string[]): Promise<string> {
    return (await run("aws", [...args, "--output", "json"], { env })).stdout;
  }

  /** What `aws firehose …` answers about the delivery stream. */
  async function orders(operation: string, ...args: string[]) {
    const stdout = await aws("firehose", operation, "--delivery-stream-name", "orders", ...args);
    return stdout === "" ? undefined : JSON.parse(stdout);
  }

  const describeOrders = async () => (await orders("describe-delivery-stream")).DeliveryStreamDescription;

  beforeAll(async () => {
    s3 = await createS3({ clock: realClock, root: join(folder, "s3") });
    await s3.ensureBucket("lake");
    const runner = { invoke: () => Promise.reject(new Error("there is no function")) };
    const outside = { runner, sink: s3, glue: new GlueCatalog(), fetch, notice: () => undefined };
    const startDelivery = (settings: ConstructorParameters<typeof DeliveryStream>[0]) =>
      new DeliveryStream(settings, { ...injected, ...outside });
    firehose = new Firehose({ ...injected, ...account, limits: true, startDelivery });
    endpoint = await startEndpoint({ port: 0, services: [firehoseService(firehose), s3.service], ...account });
    env = clientEnvironment(folder, endpoint.url, account.region);
  });
  afterAll(async () => {
    await firehose.close();
    await endpoint.close();
    await s3.close();
    rmSync(folder, { recursive: true });
  });

  it("make it, describe it, put to it, change it, and find its objects", async () => {
    const { DeliveryStreamARN } = await orders(
      "create-delivery-stream",
      "--extended-s3-destination-configuration",
      JSON.stringify({ ...s3Configuration, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } }),
      "--tags",
      "Key=team,Value=web",
    );
    expect(JSON.parse(await aws("firehose", "list-delivery-streams")).DeliveryStreamNames).toEqual(["orders"]);
    const { Destinations, ...described } = await describeOrders();
    expect(described).toMatchObject({ DeliveryStreamARN, DeliveryStreamStatus: "ACTIVE", VersionId: "1" });
    expect(Destinations).toEqual([
      {
        DestinationId: "destinationId-000000000001",
        S3DestinationDescription: expect.objectContaining(s3Configuration),
        ExtendedS3DestinationDescription: expect.objectContaining({ ...s3Configuration, S3BackupMode: "Disabled" }),
      },
    ]);

    await orders("put-record", "--record", JSON.stringify({ Data: "one\n" }));
    const records = JSON.stringify([{ Data: "two\n" }, { Data: "three\n" }]);
    expect(await orders("put-record-batch", "--records", records)).toMatchObject({
      FailedPutCount: 0,
      RequestResponses: [{ RecordId: expect.any(String) }, { RecordId: expect.any(String) }],
    });
    // What was put under the old settings is delivered by them.
    await orders(
      ...["update-destination", "--current-delivery-stream-version-id", "1"],
      ...["--destination-id", "destinationId-000000000001"],
      ...["--extended-s3-destination-update", JSON.stringify({ Prefix: "orders/", CompressionFormat: "GZIP" })],
    );
    const [updated] = (await describeOrders()).Destinations;
    expect(updated.ExtendedS3DestinationDescription).toMatchObject({ Prefix: "orders/", CompressionFormat: "GZIP" });
    expect((await orders("list-tags-for-delivery-stream")).Tags).toEqual([{ Key: "team", Value: "web" }]);

    await orders("delete-delivery-stream");
    const [, bytes, key] =
      /(\d+) (data\/\d{4}\/\d\d\/\d\d\/\d\d\/orders-1-\S+)\n/.exec(
        await aws("s3", "ls", "--recursive", "s3://lake/"),
      ) ?? [];
    expect(bytes).toBe(String("one\ntwo\nthree\n".length));
    const copy = join(folder, "copy");
    await aws("s3", "cp", `s3://lake/${key}`, copy);
    expect((await run("cat", [copy])).stdout).toBe("one\ntwo\nthree\n");
  }, 120_000);

  it("say what AWS says of one that is not there", async () => {
    await expect(orders("describe-delivery-stream")).rejects.toMatchObject({
      stderr: expect.stringContaining(
        "An error occurred (ResourceNotFoundException) when calling the DescribeDeliveryStream operation: " +
          "Firehose orders under account 000000000000 not found.",
      ),
    });
  }, 60_000);
});
