import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { cbor, tag } from "@smithy/core/cbor";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import { realClock, VirtualClock } from "../clock";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { type CloudWatch, createCloudWatch } from "./cloudwatch";

const region = "ap-northeast-1";
const accountId = "000000000000";
const signed = {
  authorization: `AWS4-HMAC-SHA256 Credential=any/20261122/${region}/monitoring/aws4_request, Signature=any`,
};
const rpcPath = "/service/GraniteServiceVersion20100801/operation/";

describe("CloudWatch", () => {
  let clock: VirtualClock;
  let cloudwatch: CloudWatch;
  let endpoint: Endpoint;
  const failures: string[] = [];

  beforeEach(async () => {
    clock = new VirtualClock();
    cloudwatch = createCloudWatch({ clock, accountId, region, publish: () => undefined });
    failures.length = 0;
    const logError = (line: string) => failures.push(line);
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], accountId, region, logError });
  });
  afterEach(async () => {
    await endpoint.close();
    cloudwatch.close();
  });

  const post = (path: string, headers: Record<string, string>, body: string | Uint8Array) =>
    fetch(endpoint.url + path, { method: "POST", headers: { ...signed, ...headers }, body });
  const postRpc = (operation: string, input: unknown) =>
    post(
      rpcPath + operation,
      { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
      cbor.serialize(input),
    );
  const postJson = (input: unknown) =>
    post(
      "/",
      { "x-amz-target": "GraniteServiceVersion20100801.PutMetricData", "content-type": "application/x-amz-json-1.0" },
      JSON.stringify(input),
    );
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const postForm = (fields: Record<string, string>, headers = {}) =>
    post("/", { ...form, ...headers }, new URLSearchParams({ Action: "PutMetricData", ...fields }).toString());

  /** A metric as the query protocol writes it. */
  const latencyForm = (at: Date) => ({
    Namespace: "app",
    "MetricData.member.1.MetricName": "Latency",
    "MetricData.member.1.Dimensions.member.1.Name": "Shard",
    "MetricData.member.1.Dimensions.member.1.Value": "shardId-000000000000",
    "MetricData.member.1.Timestamp": at.toISOString(),
    "MetricData.member.1.Values.member.1": "1.5",
    "MetricData.member.1.Values.member.2": "2",
    "MetricData.member.1.Counts.member.1": "3",
    "MetricData.member.1.Counts.member.2": "1",
    "MetricData.member.1.Unit": "Milliseconds",
  });

  it("takes metrics in the query protocol, JSON and RPC v2, each with its own kind of time", async () => {
    const nowSeconds = clock.now() / 1_000;
    const datum = (Timestamp: unknown) => ({ MetricName: "Latency", Value: 1.5, Timestamp });
    const answers = [
      await postForm(latencyForm(new Date(clock.now()))),
      await postJson({ Namespace: "app", MetricData: [datum(nowSeconds)] }),
      await postRpc("PutMetricData", { Namespace: "app", MetricData: [datum(tag({ tag: 1, value: nowSeconds }))] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[2]?.headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
    expect(cloudwatch.countData("app")).toBe(3);
  });

  it("counts metrics by namespace, those that belong to an entity too", async () => {
    const data = (count: number) => Array.from({ length: count }, () => ({ MetricName: "Latency", Value: 1 }));
    await postJson({ Namespace: "app", MetricData: data(2), EntityMetricData: [{ MetricData: data(3) }] });
    await postJson({ Namespace: "other", MetricData: data(1) });
    expect(["app", "other", "none"].map(cloudwatch.countData)).toEqual([5, 1, 0]);
  });

  it("unpacks what a client compressed", async () => {
    const body = new URLSearchParams({ Action: "PutMetricData", ...latencyForm(new Date(clock.now())) }).toString();
    const packed = await post("/", { ...form, "content-encoding": "gzip" }, gzipSync(body));
    expect(packed.status).toBe(200);
    expect(cloudwatch.countData("app")).toBe(1);
  });

  it.each([
    ["that is not what it says it is", Buffer.from("no gzip"), 400, "MalformedInput"],
    ["that unpacks to more than any request", gzipSync(Buffer.alloc(32 << 20)), 413, "RequestEntityTooLargeException"],
  ])("refuses a compressed body %s", async (_what, body, status, code) => {
    const refused = await post("/", { ...form, "content-encoding": "gzip" }, body);
    expect(refused.status).toBe(status);
    expect(await refused.text()).toContain(`<Code>${code}</Code>`);
    expect(failures).toEqual([]);
  });

  it("names an error in each protocol as its clients know it", async () => {
    const message = "The parameter Namespace is required.";
    const overForm = await postForm({});
    expect([overForm.status, await overForm.text()]).toEqual([
      400,
      expect.stringContaining(`<Code>MissingParameter</Code><Message>${message}</Message>`),
    ]);
    const error = { __type: "MissingRequiredParameterException", message };
    const overJson = await postJson({});
    expect([overJson.status, await overJson.json()]).toEqual([400, error]);
    const overRpc = await postRpc("PutMetricData", {});
    expect([overRpc.status, cbor.deserialize(new Uint8Array(await overRpc.arrayBuffer()))]).toEqual([400, error]);
    const queryErrors = [overJson, overRpc].map(({ headers }) => headers.get("x-amzn-query-error"));
    expect(queryErrors).toEqual(["MissingParameter;Sender", "MissingParameter;Sender"]);
  });

  const datum = { MetricName: "Latency", Value: 1 };
  const hourSeconds = 3_600;
  it.each<[string, object | ((nowSeconds: number) => object), string]>([
    ["no metrics", {}, "The parameter MetricData is required."],
    ["AWS's own namespaces", { Namespace: "AWS/Kinesis", MetricData: [datum] }, "AWS/Kinesis for parameter Namespace"],
    ["a metric without a name", { MetricData: [datum, { Value: 1 }] }, "MetricData.member.2.MetricName is required."],
    [
      "a metric without a value",
      { MetricData: [{ MetricName: "Latency" }] },
      "At least one of the parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues must be specified.",
    ],
    [
      "two kinds of value",
      { MetricData: [{ ...datum, Values: [1] }] },
      "MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.",
    ],
    [
      "values without all their counts",
      { MetricData: [{ MetricName: "Latency", Values: [1, 2], Counts: [1] }] },
      "MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.",
    ],
    [
      "two values that are no numbers, telling of both",
      { MetricData: [datum, { ...datum, Value: "NaN" }, { ...datum, Value: 1e200 }] },
      "The value NaN for parameter MetricData.member.2.Value is invalid.\n" +
        "The value 1e+200 for parameter MetricData.member.3.Value is invalid.",
    ],
    [
      "a unit that is none",
      { MetricData: [{ ...datum, Unit: "Furlongs" }] },
      "MetricData.member.1.Unit must be a value in the set [ Seconds, Microseconds,",
    ],
    [
      "more than 30 dimensions",
      { MetricData: [{ ...datum, Dimensions: Array.from({ length: 31 }, () => ({ Name: "n", Value: "v" })) }] },
      "The collection MetricData.member.1.Dimensions must not have a size greater than 30.",
    ],
    [
      "more than 1,000 metrics",
      { MetricData: Array.from({ length: 1_001 }, () => datum) },
      "The collection MetricData must not have a size greater than 1000.",
    ],
    [
      "a time more than two weeks ago",
      (now) => ({ MetricData: [{ ...datum, Timestamp: now - 14 * 24 * hourSeconds - 1 }] }),
      "MetricData.member.1.Timestamp must specify a time within the past two weeks.",
    ],
    [
      "a time more than two hours ahead",
      (now) => ({ MetricData: [{ ...datum, Timestamp: now + 2 * hourSeconds + 1 }] }),
      "MetricData.member.1.Timestamp must specify a time no more than two hours in the future.",
    ],
  ])("refuses %s, and takes nothing of the request", async (_what, input, message) => {
    const refused = await postJson({
      Namespace: "app",
      ...(typeof input === "function" ? input(clock.now() / 1_000) : input),
    });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringContaining(message) }),
    ]);
    expect(cloudwatch.countData("app")).toBe(0);
  });

  it("tells the terminal of an operation that is not here", async () => {
    expect((await postRpc("GetMetricWidgetImage", {})).status).toBe(400);
    expect(failures).toEqual([
      expect.stringContaining("GetMetricWidgetImage of monitoring is not part of the local AWS"),
    ]);
  });
});

describeWith("python", "the unmodified AWS CLI, told only of the endpoint", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-cloudwatch-"));
  const cloudwatch = createCloudWatch({ clock: realClock, accountId, region, publish: () => undefined });
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], accountId, region });
  });
  afterAll(async () => {
    await endpoint.close();
    cloudwatch.close();
    rmSync(folder, { recursive: true });
  });

  const putMetricData = (...args: string[]) =>
    promisify(execFile)("aws", ["cloudwatch", "put-metric-data", "--namespace", "cli", ...args], {
      env: clientEnvironment(folder, endpoint.url, region),
    });

  it("puts a metric, and a batch large enough to be compressed", async () => {
    await putMetricData("--metric-name", "Latency", "--value", "1.5", "--unit", "Milliseconds");
    const batch = Array.from({ length: 300 }, (_, index) => ({
      MetricName: `Latency of shard ${index}`,
      Value: index,
    }));
    await putMetricData("--metric-data", JSON.stringify(batch));
    expect(cloudwatch.countData("cli")).toBe(301);
  });

  it("hears what is wrong with one", async () => {
    await expect(putMetricData("--metric-name", "Latency", "--value", "NaN")).rejects.toThrow(
      /MetricData\.member\.1\.Value is invalid/,
    );
  });
});
