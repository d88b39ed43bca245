import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWith } from "../../test/requirements";
import { type StartedS3, startS3 } from "./started-s3";

const run = promisify(execFile);

describeWith("python", "S3 for the AWS CLI and boto3", () => {
  let started: StartedS3;
  let folder: string;

  beforeEach(async () => {
    started = await startS3();
    folder = mkdtempSync(join(tmpdir(), "weir-cli-"));
  });
  afterEach(async () => {
    await started.close();
    rmSync(folder, { recursive: true });
  });

  const python = async (...args: string[]) => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: started.endpoint.url,
      AWS_REGION: "ap-northeast-1",
      AWS_ACCESS_KEY_ID: "any",
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_CONFIG_FILE: join(folder, "none"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    };
    return (await run("python3", args, { env })).stdout;
  };
  const aws = (...args: string[]) => python("-m", "awscli", "s3", ...args);

  it("copies up, lists, copies down, moves and removes", async () => {
    writeFileSync(join(folder, "small.txt"), "small");
    await aws("mb", "s3://made");
    await aws("cp", join(folder, "small.txt"), "s3://made/a b/ü+1.txt");
    expect(await aws("ls", "s3://made/", "--recursive")).toMatch(/ 5 a b\/ü\+1\.txt$/m);
    expect(await aws("ls", "s3://made/")).toMatch(/PRE a b\//);
    await aws("mv", "s3://made/a b/ü+1.txt", "s3://lake/moved.txt");
    await aws("cp", "s3://lake/moved.txt", join(folder, "down.txt"));
    expect(readFileSync(join(folder, "down.txt"), "utf8")).toBe("small");
    await aws("rm", "s3://lake/", "--recursive");
    await aws("rb", "s3://made");
    expect(started.files()).toEqual([]);
  }, 60_000);

  it("copies a large file in parts, up, down and across", async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1, "weir ");
    writeFileSync(join(folder, "large.bin"), bytes);
    await aws("cp", join(folder, "large.bin"), "s3://lake/large.bin");
    await aws("cp", "s3://lake/large.bin", join(folder, "down.bin"));
    expect(readFileSync(join(folder, "down.bin")).equals(bytes)).toBe(true);
    await aws("mv", "s3://lake/large.bin", "s3://lake/elsewhere.bin");
    expect(started.files()).toEqual(["lake/elsewhere.bin"]);
  }, 60_000);

  it("takes from boto3 what it takes from any client, and answers with the same errors", async () => {
    const script = `
import boto3, botocore
s3 = boto3.client("s3")
s3.put_object(Bucket="lake", Key="dir/one", Body=b"1", Metadata={"a": "b"})
s3.put_object(Bucket="lake", Key="dir/two", Body=b"2", ChecksumAlgorithm="SHA256")
assert s3.get_object(Bucket="lake", Key="dir/one")["Body"].read() == b"1"
assert s3.head_object(Bucket="lake", Key="dir/one")["Metadata"] == {"a": "b"}
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="lake", PaginationConfig={"PageSize": 1})
print([entry["Key"] for page in pages for entry in page["Contents"]])
for call in [
    lambda: s3.put_object(Bucket="lake", Key="dir/one", Body=b"x", IfNoneMatch="*"),
    lambda: s3.get_object(Bucket="lake", Key="none"),
    lambda: s3.list_objects_v2(Bucket="nowhere"),
]:
    try:
        call()
    except botocore.exceptions.ClientError as error:
        print(error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
print(s3.delete_objects(Bucket="lake", Delete={"Objects": [{"Key": "dir/one"}, {"Key": "dir/two"}]})["Deleted"])
`;
    expect((await python("-c", script)).trim().split("\n")).toEqual([
      "['dir/one', 'dir/two']",
      "PreconditionFailed 412",
      "NoSuchKey 404",
      "NoSuchBucket 404",
      "[{'Key': 'dir/one'}, {'Key': 'dir/two'}]",
    ]);
  }, 60_000);
});
