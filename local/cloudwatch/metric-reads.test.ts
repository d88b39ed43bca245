import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
  paginateGetMetricData,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import { type Clock, realClock, VirtualClock } from "../clock";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { type CloudWatch, createCloudWatch } from "./cloudwatch";

const region = "ap-northeast-1";
const accountId = "000000000000";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

async function start(clock: Clock) {
  const cloudwatch: CloudWatch = createCloudWatch({ clock, accountId, region, publish: () => undefined });
  const endpoint: Endpoint = await startEndpoint({ port: 0, services: [cloudwatch.service], accountId, region });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new CloudWatchClient({ endpoint: endpoint.url, region, credentials });
  return {
    cloudwatch,
    endpoint,
    client,
    async close() {
      client.destroy();
      await endpoint.close();
      cloudwatch.close();
    },
  };
}

describe("CloudWatch's readers, by the SDK", () => {
  let clock: VirtualClock;
  let test: Awaited<ReturnType<typeof start>>;
  let startTime: Date;

  beforeEach(async () => {
    clock = new VirtualClock();
    test = await start(clock);
    startTime = new Date(clock.now());
  });
  afterEach(() => test.close());

  const at = (minutes: number) => new Date(startTime.getTime() + minutes * minuteMs);
  const put = (...MetricData: MetricDatum[]) =>
    test.client.send(new PutMetricDataCommand({ Namespace: "app", MetricData }));
  const stat = (MetricName: string, Stat: string, more: object = {}) => ({
    Metric: { Namespace: "app", MetricName },
    Period: 60,
    Stat,
    ...more,
  });
  const getData = (
    queries: GetMetricDataCommandInput["MetricDataQueries"],
    more: Partial<GetMetricDataCommandInput> = {},
  ) =>
    test.client.send(
      new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: at(0), EndTime: at(60), ...more }),
    );
  const getStatistics = (more: Partial<GetMetricStatisticsCommandInput>) =>
    test.client.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: "app", MetricName: "Latency", StartTime: at(0), EndTime: at(60), Period: 60 },
        ...more,
      }),
    );

  it("read what was put, in every form that PutMetricData takes", async () => {
    await put(
      { MetricName: "Latency", Value: 4, Timestamp: at(0) },
      { MetricName: "Latency", Values: [1, 10], Counts: [3, 1], Timestamp: at(0) },
      {
        ...{ MetricName: "Latency", Timestamp: at(1) },
        StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 2, Maximum: 9 },
      },
    );
    const basic = await getStatistics({ Statistics: ["SampleCount", "Sum", "Average", "Minimum", "Maximum"] });
    const Unit = "None";
    expect(basic.Label).toBe("Latency");
    expect(basic.Datapoints).toEqual([
      { Timestamp: at(0), Unit, SampleCount: 5, Sum: 17, Average: 3.4, Minimum: 1, Maximum: 10 },
      { Timestamp: at(1), Unit, SampleCount: 4, Sum: 20, Average: 5, Minimum: 2, Maximum: 9 },
    ]);
    const { Datapoints } = await getStatistics({ ExtendedStatistics: ["p50", "p100"] });
    expect(Datapoints).toEqual([
      { Timestamp: at(0), Unit, ExtendedStatistics: { p50: expect.closeTo(1, 1), p100: expect.closeTo(10, 1) } },
      { Timestamp: at(1), Unit },
    ]);
  });

  it("read metrics and expressions, the newest first unless asked otherwise", async () => {
    await put(
      { MetricName: "Errors", Value: 1, Timestamp: at(1) },
      { MetricName: "Requests", Value: 4, Timestamp: at(1) },
      { MetricName: "Requests", Value: 2, Timestamp: at(2) },
    );
    const queries = [
      { Id: "errors", MetricStat: stat("Errors", "Sum"), ReturnData: false },
      { Id: "requests", MetricStat: stat("Requests", "Sum") },
      { Id: "share", Expression: "100 * FILL(errors, 0) / requests", Label: "% failed" },
    ];
    const { MetricDataResults, Messages } = await getData(queries);
    const facts = { StatusCode: "Complete", Timestamps: [at(2), at(1)] };
    expect(Messages).toEqual([]);
    expect(MetricDataResults).toEqual([
      { ...facts, Id: "requests", Label: "Requests", Values: [2, 4] },
      { ...facts, Id: "share", Label: "% failed", Values: [0, 25] },
    ]);
    const ascending = await getData(queries, { ScanBy: "TimestampAscending" });
    expect(ascending.MetricDataResults?.map(({ Values }) => Values)).toEqual([
      [4, 2],
      [25, 0],
    ]);
  });

  it("page through points, of which none comes twice though new ones come meanwhile", async () => {
    await put(
      ...[0, 1, 2, 3, 4].map((minute) => ({ MetricName: "Errors", Value: minute, Timestamp: at(minute) })),
      ...[0, 1].map((minute) => ({ MetricName: "Requests", Value: minute + 10, Timestamp: at(minute) })),
    );
    const pages: (number[] | undefined)[][] = [];
    const statuses: (string | undefined)[][] = [];
    const input = {
      MetricDataQueries: [
        { Id: "m1", MetricStat: stat("Errors", "Sum") },
        { Id: "m2", MetricStat: stat("Requests", "Sum") },
      ],
      ...{ StartTime: at(0), EndTime: at(60), MaxDatapoints: 3 },
    };
    for await (const { MetricDataResults = [] } of paginateGetMetricData({ client: test.client }, input)) {
      pages.push(MetricDataResults.map(({ Values }) => Values));
      statuses.push(MetricDataResults.map(({ StatusCode }) => StatusCode));
      await put({ MetricName: "Errors", Value: 99, Timestamp: at(9 + pages.length) });
    }
    expect(pages).toEqual([
      [[4, 3, 2], []],
      [[1, 0], [11]],
      [[], [10]],
    ]);
    expect(statuses).toEqual([
      ["PartialData", "PartialData"],
      ["Complete", "PartialData"],
      ["Complete", "Complete"],
    ]);
  });

  it("name metrics without a label by what tells them apart, as AWS does", async () => {
    const labels = async (...stats: object[]) => {
      const queries = stats.map((more, index) => ({ Id: `m${index}`, MetricStat: stat("metric1", "Sum", more) }));
      const { MetricDataResults = [] } = await getData(queries);
      return MetricDataResults.map(({ Label }) => Label);
    };
    expect(await labels({})).toEqual(["metric1"]);
    expect(await labels({}, { Stat: "Minimum" })).toEqual(["metric1 Sum", "metric1 Minimum"]);
    expect(await labels({}, { Period: 30 })).toEqual(["metric1 60", "metric1 30"]);
    expect(await labels({}, { Stat: "Minimum", Period: 30 })).toEqual(["metric1 Sum 60", "metric1 Minimum 30"]);
  });

  it("tell of several units when the query names none, and find nothing under another", async () => {
    await put(
      ...(["Seconds", "Milliseconds"] as const).map((Unit, index) => ({
        ...{ MetricName: "Latency", Value: index + 1, Unit, Timestamp: at(0) },
      })),
    );
    const read = async (more: object) => {
      const { MetricDataResults = [] } = await getData([{ Id: "m1", MetricStat: stat("Latency", "Sum", more) }]);
      return MetricDataResults.map(({ Values, Messages }) => [Values, Messages]);
    };
    const Messages = [{ Code: "MultipleUnits", Value: "Multiple units returned: '[Milliseconds, Seconds]'" }];
    expect(await read({})).toEqual([[[2], Messages]]);
    expect(await read({ Unit: "Seconds" })).toEqual([[[1], undefined]]);
    expect(await read({ Unit: "Count" })).toEqual([[[], undefined]]);
    const { Datapoints } = await getStatistics({ Statistics: ["Sum"] });
    expect(Datapoints?.map(({ Sum, Unit }) => [Sum, Unit])).toEqual([
      [2, "Milliseconds"],
      [1, "Seconds"],
    ]);
  });

  it("read high-resolution values by parts of a minute, from an even part on", async () => {
    const seconds = (count: number) => new Date(startTime.getTime() + count * 1_000);
    await put(
      ...[3, 11, 19].map((second) => ({
        ...{ MetricName: "Load", Value: second, StorageResolution: 1, Timestamp: seconds(second) },
      })),
    );
    const { MetricDataResults } = await getData([{ Id: "m1", MetricStat: stat("Load", "Sum", { Period: 10 }) }], {
      ...{ StartTime: seconds(13), EndTime: seconds(30) },
    });
    expect(MetricDataResults?.[0]?.Timestamps).toEqual([seconds(10)]);
    expect(MetricDataResults?.[0]?.Values).toEqual([30]);
  });

  it("list metrics by namespace, name, some of their dimensions, and whether they are alive", async () => {
    const datum = (MetricName: string, ...Dimensions: MetricDatum["Dimensions"] & object) => ({
      ...{ MetricName, Dimensions, Value: 1 },
    });
    const [shard, kind] = [
      { Name: "Shard", Value: "0" },
      { Name: "Kind", Value: "a" },
    ];
    await put(datum("Latency", shard), datum("Latency", shard, kind), datum("Errors", kind));
    const list = async (input: object) => {
      const { Metrics = [] } = await test.client.send(new ListMetricsCommand(input));
      return Metrics.map(({ MetricName, Dimensions = [] }) => [MetricName, ...Dimensions.map(({ Name }) => Name)]);
    };
    expect(await list({ Namespace: "app", MetricName: "Errors" })).toEqual([["Errors", "Kind"]]);
    expect(await list({ Dimensions: [{ Name: "Shard", Value: "0" }] })).toEqual([
      ["Latency", "Shard", "Kind"],
      ["Latency", "Shard"],
    ]);
    expect(await list({ Dimensions: [{ Name: "Kind" }] })).toHaveLength(2);
    expect(await list({ Dimensions: [{ Name: "Kind", Value: "b" }] })).toEqual([]);
    await clock.advance(3 * hourMs + minuteMs);
    expect(await list({ RecentlyActive: "PT3H" })).toEqual([]);
    expect(await list({ Namespace: "app" })).toHaveLength(3);
  });

  it("list metrics in pages of 500", async () => {
    const data = Array.from({ length: 620 }, (_, index) => ({ MetricName: `metric ${index}`, Value: 1 }));
    await put(...data);
    const sizes: number[] = [];
    const names = new Set<string | undefined>();
    for await (const { Metrics = [] } of paginateListMetrics({ client: test.client }, { Namespace: "app" })) {
      sizes.push(Metrics.length);
      for (const { MetricName } of Metrics) names.add(MetricName);
    }
    expect(sizes).toEqual([500, 120]);
    expect(names.size).toBe(620);
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    [
      "a range that ends before it begins",
      () => getStatistics({ Statistics: ["Sum"], EndTime: at(-1) }),
      "InvalidParameterValueException",
      "The parameter StartTime must be less than the parameter EndTime.",
    ],
    [
      "more than 1,440 points",
      () => getStatistics({ Statistics: ["Sum"], EndTime: at(1440), Period: 1 }),
      "InvalidParameterCombinationException",
      "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints " +
        "requested by increasing Period, or decreasing the time range.",
    ],
    [
      "a period that is none",
      () => getStatistics({ Statistics: ["Sum"], Period: 90 }),
      "InvalidParameterValueException",
      "The value 90 for parameter Period is invalid: it must be 1, 5, 10, 20, 30, or a multiple of 60.",
    ],
    [
      "both kinds of statistics",
      () => getStatistics({ Statistics: ["Sum"], ExtendedStatistics: ["p50"] }),
      "InvalidParameterCombinationException",
      "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    ],
    [
      "a trimmed mean, which is not here",
      () => getStatistics({ ExtendedStatistics: ["tm90"] }),
      "InvalidParameterValueException",
      "The value tm90 for parameter ExtendedStatistics.member.1 is not a valid statistic.",
    ],
    [
      "all that is wrong with queries",
      () =>
        getData([
          { Id: "M1", MetricStat: stat("Errors", "tm90") },
          { Id: "M1", MetricStat: stat("Errors", "Sum", { Period: 7 }), Expression: "1" },
          { Id: "m3" },
        ]),
      "ValidationException",
      "The value for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n" +
        "The value tm90 for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.\n" +
        "The value for parameter MetricDataQueries.member.2.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n" +
        "The parameters MetricDataQueries.member.2.Expression and MetricDataQueries.member.2.MetricStat are mutually " +
        "exclusive and you have specified both.\n" +
        "The value 7 for parameter MetricDataQueries.member.2.MetricStat.Period is invalid: it must be 1, 5, 10, 20, 30, " +
        "or a multiple of 60.\n" +
        "Either MetricDataQueries.member.3.MetricStat or MetricDataQueries.member.3.Expression must be specified.\n" +
        "The values for parameter id in MetricDataQueries are not unique.",
    ],
    [
      "a token that is none",
      () => getData([{ Id: "m1", MetricStat: stat("Errors", "Sum") }], { NextToken: "any" }),
      "InvalidNextToken",
      "The specified next token is invalid.",
    ],
  ])("refuse %s", async (_what, call, name, message) => {
    await expect(call()).rejects.toMatchObject({ name, message });
  });

  it("answer in the query protocol and in JSON as in CBOR", async () => {
    await put({ MetricName: "Latency", Value: 4, Unit: "Seconds", Timestamp: at(0) });
    const post = async (headers: Record<string, string>, body: string) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=any/20261122/${region}/monitoring/aws4_request, Signature=any`;
      const response = await fetch(test.endpoint.url, {
        method: "POST",
        headers: { ...headers, authorization },
        body,
      });
      return response.text();
    };
    const input = { Namespace: "app", MetricName: "Latency", Period: 60, ExtendedStatistics: ["p100"] };
    const json = await post(
      {
        "x-amz-target": "GraniteServiceVersion20100801.GetMetricStatistics",
        "content-type": "application/x-amz-json-1.0",
      },
      JSON.stringify({ ...input, StartTime: at(0).getTime() / 1_000, EndTime: at(1).getTime() / 1_000 }),
    );
    const Timestamp = at(0).getTime() / 1_000;
    expect(JSON.parse(json)).toEqual({
      Label: "Latency",
      Datapoints: [{ Timestamp, Unit: "Seconds", ExtendedStatistics: { p100: 4 } }],
    });
    const fields = {
      ...{ Action: "GetMetricStatistics", Namespace: "app", MetricName: "Latency", Period: "60" },
      ...{ StartTime: at(0).toISOString(), EndTime: at(1).toISOString(), "ExtendedStatistics.member.1": "p100" },
    };
    const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    expect(await post(form, new URLSearchParams(fields).toString())).toContain(
      `<Datapoints><member><Timestamp>${at(0).toISOString()}</Timestamp><Unit>Seconds</Unit>` +
        "<ExtendedStatistics><entry><key>p100</key><value>4</value></entry></ExtendedStatistics></member></Datapoints>",
    );
  });
});

describeWith("python", "CloudWatch's readers, by the unmodified AWS CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-cloudwatch-reads-"));
  let test: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    test = await start(realClock);
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true });
  });

  const cli = async (...args: string[]): Promise<unknown> => {
    const env = clientEnvironment(folder, test.endpoint.url, region);
    const { stdout } = await promisify(execFile)("aws", ["cloudwatch", ...args], { env });
    return stdout === "" ? undefined : JSON.parse(stdout);
  };

  it("read what it put", async () => {
    const beginMs = realClock.now() - (realClock.now() % hourMs) - hourMs;
    const [begin, end] = [new Date(beginMs).toISOString(), new Date(beginMs + hourMs).toISOString()];
    const metric = ["--namespace", "cli", "--metric-name", "Latency"];
    await cli("put-metric-data", ...metric, "--value", "1.5", "--unit", "Seconds", "--timestamp", begin);
    const range = ["--start-time", begin, "--end-time", end];
    const statistics = await cli("get-metric-statistics", ...metric, ...range, "--period", "60", "--statistics", "Sum");
    expect(statistics).toEqual({
      Label: "Latency",
      Datapoints: [{ Timestamp: expect.anything(), Sum: 1.5, Unit: "Seconds" }],
    });
    const MetricStat = { Metric: { Namespace: "cli", MetricName: "Latency" }, Period: 60, Stat: "p90" };
    const queries = JSON.stringify([
      { Id: "m1", MetricStat, ReturnData: false },
      { Id: "e1", Expression: "m1 * 2" },
    ]);
    expect(await cli("get-metric-data", ...range, "--metric-data-queries", queries)).toMatchObject({
      MetricDataResults: [{ Id: "e1", Label: "e1", Values: [3], StatusCode: "Complete" }],
    });
    expect(await cli("list-metrics", "--namespace", "cli")).toEqual({
      Metrics: [{ Namespace: "cli", MetricName: "Latency", Dimensions: [] }],
    });
  });
});
