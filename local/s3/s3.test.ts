import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { VirtualClock } from "../clock";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createS3, type S3 } from "./s3";

const accountId = "000000000000";
const region = "ap-northeast-1";

describe("S3 behind the endpoint", () => {
  let root: string;
  let s3: S3;
  let endpoint: Endpoint;
  let client: S3Client;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "weir-s3-"));
    s3 = await createS3({ root, clock: new VirtualClock() });
    endpoint = await startEndpoint({ port: 0, services: [s3.service], accountId, region });
    client = new S3Client({
      endpoint: endpoint.url,
      region,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 1,
    });
    await client.send(new CreateBucketCommand({ Bucket: "lake" }));
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.close();
    await s3.close();
    rmSync(root, { recursive: true });
  });

  it("gives back what was put", async () => {
    await client.send(
      new PutObjectCommand({ Bucket: "lake", Key: "a/b=1/c.txt", Body: "hello", Metadata: { one: "1" } }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a/b=1/c.txt" }));
    expect(await got.Body?.transformToString()).toBe("hello");
    expect(got.Metadata).toEqual({ one: "1" });
    const list = await client.send(new ListObjectsV2Command({ Bucket: "lake", Delimiter: "/" }));
    expect(list.CommonPrefixes).toEqual([{ Prefix: "a/" }]);
  });
});
