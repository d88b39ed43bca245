import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { deaggregate } from "../functions/shared/kpl";
import { realClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { Kinesis } from "../local/kinesis/kinesis";
import { kinesisService } from "../local/kinesis/service";
import { realRandom } from "../local/random";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import type { Service } from "../local/server/service";
import { clientEnvironment } from "./client-environment";
import { javaClasspath } from "./java/classpath";
import { describeWith } from "./requirements";

const accountId = "000000000000";
const region = "ap-northeast-1";
const StreamName = "events";
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

describeWith("java", "the unmodified AWS SDK for Java, told only of the endpoint", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-java-"));
  /** What the requests were written in. */
  const contentTypes = new Set<unknown>();
  let endpoint: Endpoint;
  let client: KinesisClient;
  /** Key, milliseconds of arrival and base64 of each record as Java saw it; last, an error's message. */
  let printed: string[][];

  const listenedTo = (service: Service): Service => ({
    ...service,
    handle(request, response, context) {
      contentTypes.add(request.headers["content-type"]);
      return service.handle(request, response, context);
    },
  });

  beforeAll(async () => {
    const kinesis = new Kinesis({
      clock: realClock,
      random: realRandom,
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 1 });
    const services = [listenedTo(kinesisService(kinesis))];
    endpoint = await startEndpoint({ port: 0, services, accountId, region });
    client = new KinesisClient({
      ...{ endpoint: endpoint.url, region },
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
    const program = join(__dirname, "java", "SdkRoundTrip.java");
    const { stdout } = await promisify(execFile)("java", [program, StreamName], {
      env: { ...clientEnvironment(folder, endpoint.url, region), AWS_REGION: region, CLASSPATH: javaClasspath() },
      maxBuffer: 8 << 20,
    });
    const lines = stdout.trim().split("\n");
    printed = lines.map((line, index) => (index < lines.length - 1 ? line.split(" ") : [line]));
  }, 120_000);
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  it("speaks CBOR", () => {
    expect([...contentTypes]).toEqual(["application/x-amz-cbor-1.1"]);
  });

  it("puts bytes, and gets them and their times, as another SDK does in JSON", async () => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" }),
    );
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
    const seen = Records.map(({ PartitionKey, ApproximateArrivalTimestamp, Data = new Uint8Array() }) => [
      PartitionKey,
      String(ApproximateArrivalTimestamp?.getTime()),
      Buffer.from(Data).toString("base64"),
    ]);
    expect(printed.slice(0, -1)).toEqual(seen);
    expect(seen.map(([key]) => key)).toEqual(["every-byte", "empty", "large", "aggregate"]);
    expect(seen[0]?.[2]).toBe(everyByte.toString("base64"));
  });

  it("makes aggregates by the KPL's own classes that the platform's functions take apart", () => {
    const [, , base64 = ""] = printed.find(([key]) => key === "aggregate") ?? [];
    expect(deaggregate(Buffer.from(base64, "base64"))).toEqual([
      { partitionKey: "aggregate", data: everyByte },
      { partitionKey: "aggregate", data: Buffer.from([1]) },
    ]);
  });

  it("knows an error by its class and its message", () => {
    expect(printed.at(-1)).toEqual(["Stream missing under account 000000000000 not found."]);
  });
});
