import { request } from "node:http";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { type StartedS3, startS3 } from "./started-s3";

describe("buckets of S3", () => {
  let started: StartedS3;

  beforeEach(async () => {
    started = await startS3();
  });
  afterEach(() => started.close());

  it("are made, found, listed by name and deleted", async () => {
    await started.client.send(new CreateBucketCommand({ Bucket: "artifacts" }));
    const head = await started.client.send(new HeadBucketCommand({ Bucket: "artifacts" }));
    expect(head.BucketRegion).toBe("ap-northeast-1");
    const location = await started.client.send(new GetBucketLocationCommand({ Bucket: "artifacts" }));
    expect(location.LocationConstraint).toBe("ap-northeast-1");
    const names = async () =>
      (await started.client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name) ?? [];
    expect(await names()).toEqual(["artifacts", "lake"]);
    await started.client.send(new DeleteBucketCommand({ Bucket: "artifacts" }));
    expect(await names()).toEqual(["lake"]);
    await expect(started.client.send(new HeadBucketCommand({ Bucket: "artifacts" }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("are not made twice by a request, but made sure of by the host", async () => {
    await expect(started.client.send(new CreateBucketCommand({ Bucket: "lake" }))).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
      $metadata: { httpStatusCode: 409 },
    });
    await started.s3.ensureBucket("lake");
  });

  it.each(["Lake", "a", "a..b", "-lake", "lake_1", "x".repeat(64)])("can't be named %s", async (name) => {
    const response = await fetch(`${started.endpoint.url}/${name}`, { method: "PUT" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidBucketName</Code>");
  });

  it("have no versions, and say so", async () => {
    const { Status } = await started.client.send(new GetBucketVersioningCommand({ Bucket: "lake" }));
    expect(Status).toBeUndefined();
    await expect(started.client.send(new GetBucketVersioningCommand({ Bucket: "absent" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });

  it("can be named by the host of a URL", async () => {
    await started.s3.putObject("lake", "a/b", "by host");
    const { port } = started.endpoint;
    const body = await new Promise<string>((resolve, reject) => {
      const headers = { host: `lake.s3.localhost:${port}` };
      const get = request({ host: "127.0.0.1", port, path: "/a/b", headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      });
      get.on("error", reject).end();
    });
    expect(body).toBe("by host");
  });
});
