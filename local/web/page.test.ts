import { request as httpRequest } from "node:http";
import {
  CloudWatchClient,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { kplAggregate } from "../../test/kpl-aggregate";
import { type LocalPlatform, startPlatform } from "../../test/local-platform";
import { type Synthesized, synthesize } from "../../test/synthesize";
import type { MetricContent, PipelineEdge, Sections, Widget } from "./snapshot";

const names = namesOf(loadEnvironment("dev"));
const stream = names.stream("data-stream").name;

let synthesized: Synthesized;
let platform: LocalPlatform;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  synthesized = synthesize();
  platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  cloudwatch = new CloudWatchClient({ endpoint: platform.local.url, region: platform.local.region, credentials });
}, 60_000);
afterAll(async () => {
  cloudwatch.destroy();
  await platform.stop();
  synthesized.remove();
});

const put = (data: string | Buffer, key = "key") =>
  platform.kinesis.send(new PutRecordCommand({ StreamName: stream, PartitionKey: key, Data: Buffer.from(data) }));
const event = (id: string) => JSON.stringify({ event_id: id, user_id: "u", event_type: "click" });

/** Follows the page's events until they tell what is wanted, and gives all that they have told by then. */
async function sectionsOnce(isSo: (sections: Sections) => boolean, query = ""): Promise<Sections> {
  const ending = new AbortController();
  const response = await fetch(`${platform.local.pageUrl}events${query}`, { signal: ending.signal });
  const sections = {} as Sections;
  let rest = "";
  try {
    for await (const chunk of (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(
      new TextDecoderStream(),
    )) {
      const events = (rest + chunk).split("\n\n");
      rest = events.pop() ?? "";
      for (const text of events.filter((each) => each.startsWith("data: "))) {
        Object.assign(sections, JSON.parse(text.slice(6)));
      }
      if (isSo(sections)) return sections;
    }
  } finally {
    ending.abort();
  }
  throw new Error(`the events ended with ${JSON.stringify(sections)}`);
}

const isThere = (sections: Sections) => sections.platform !== undefined;

/** A request whose header says which name the client reached the server by. */
function statusAs(host: string, path = "/_weir/"): Promise<number | undefined> {
  const { port } = new URL(platform.local.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
      response.destroy();
      resolve(response.statusCode);
    });
    request.on("error", reject).end();
  });
}

describe("the page's address", () => {
  it("gives a page that loads nothing but this server's files, and that no other page may show", async () => {
    const response = await fetch(platform.local.pageUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const html = await response.text();
    const files = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path ?? "");
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const loaded = await fetch(new URL(file, platform.local.pageUrl));
      expect([file, loaded.status]).toEqual([file, 200]);
      expect(loaded.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(html).not.toMatch(/https?:\/\//);
  });

  it("leads to the page without its slash, and says what is not there or not asked for by GET", async () => {
    const { url } = platform.local;
    expect((await fetch(`${url}/_weir`)).url).toBe(`${url}/_weir/`);
    const missing = await fetch(`${url}/_weir/nothing`);
    expect([missing.status, await missing.text()]).toEqual([404, "/_weir/nothing is not here: the page is /_weir/\n"]);
    expect((await fetch(`${url}/_weir/`, { method: "POST", body: "x" })).status).toBe(405);
  });

  it("answers by this machine's names alone, since a stranger's may be made to lead here", async () => {
    const { port } = new URL(platform.local.url);
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) expect(await statusAs(`${host}:${port}`)).toBe(200);
    for (const host of [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`, "a b"]) {
      expect([host, await statusAs(host)]).toEqual([host, 403]);
      expect([host, await statusAs(host, "/_weir/events")]).toEqual([host, 403]);
    }
  });
});

describe("what the page tells", () => {
  const edge = ({ pipeline }: Sections, from: string, to: string): PipelineEdge | undefined => {
    const idOf = (label: string, kind: string) =>
      pipeline?.nodes.find((node) => node.label === label && node.kind === kind)?.id;
    const [fromKind = "", fromLabel = ""] = from.split(" ");
    const [toKind = "", toLabel = ""] = to.split(" ");
    return pipeline?.edges.find((each) => each.from === idOf(fromLabel, fromKind) && each.to === idOf(toLabel, toKind));
  };

  it("is the environment as it was synthesized, from producers to where records end", async () => {
    const sections = await sectionsOnce(isThere);
    expect(sections.platform).toMatchObject({ environment: "dev", accountId: "000000000000" });
    const ways = [
      ["producers producers", "stream data-stream"],
      ["stream data-stream", "function stream-processor"],
      ["function stream-processor", "table processed-data"],
      ["function stream-processor", "failures failures-000000000000"],
      ["stream data-stream", "delivery delivery-stream"],
      ["delivery delivery-stream", "destination data/events/"],
      ["stream data-stream", "application analytics"],
      ["application analytics", "stream event-aggregates"],
      ["application analytics", "stream analytics-rejects"],
      ["stream event-aggregates", "function aggregate-writer"],
      ["stream event-aggregates", "delivery aggregates-delivery"],
      ["function aggregate-writer", "table event-aggregates"],
      ["function aggregate-writer", "failures failures-000000000000"],
      ["delivery aggregates-delivery", "destination data/event-aggregates/"],
    ] as const;
    expect(ways.filter(([from, to]) => !edge(sections, from, to))).toEqual([]);
    expect(sections.pipeline.edges).toHaveLength(ways.length);
    expect(sections.pipeline.nodes.find(({ label }) => label === "delivery-stream")?.facts).toContainEqual({
      label: "by",
      value: "data-transform",
    });
  });

  it("is how many records a second pass, once there are some", async () => {
    const sending = setInterval(() => void put(event("rate")), 50);
    try {
      const sections = await sectionsOnce(
        (told) =>
          (edge(told, "producers producers", "stream data-stream")?.perSecond ?? 0) > 0 &&
          (edge(told, "stream data-stream", "function stream-processor")?.perSecond ?? 0) > 0 &&
          (edge(told, "stream data-stream", "delivery delivery-stream")?.perSecond ?? 0) > 0,
      );
      const shards = sections.shards.find((each) => each.stream === stream)?.shards ?? [];
      expect(shards.map(({ start, end }) => [start, end].map((place) => Number(place.toFixed(3))))).toEqual([
        [0, 0.5],
        [0.5, 1],
      ]);
      expect(Math.max(...shards.map(({ load }) => load))).toBeGreaterThan(0);
    } finally {
      clearInterval(sending);
    }
  });

  it("is the newest records of a stream as text, an aggregate's last one among them", async () => {
    await put("plain", "first");
    await put(
      kplAggregate([
        { partitionKey: "inner", data: Buffer.from("one") },
        { partitionKey: "inner", data: Buffer.from("two") },
      ]),
      "second",
    );
    const { tail } = await sectionsOnce(
      (told) => told.tail?.records[0]?.partitionKey === "second",
      `?stream=${encodeURIComponent(stream)}`,
    );
    expect(tail.stream).toBe(stream);
    expect(tail.records[0]).toMatchObject({ aggregated: 2, text: "two" });
    expect(tail.records[1]).toMatchObject({ partitionKey: "first", text: "plain" });
  });

  it("is which records could not be processed, and why", async () => {
    await put("{nope");
    const { failures, pipeline } = await sectionsOnce((told) => (told.failures?.length ?? 0) > 0);
    expect(failures[0]).toMatchObject({
      kind: "quarantine",
      source: "stream-processor",
      reason: expect.stringMatching(/not JSON/),
      bucket: names.failuresBucket.name,
      key: expect.stringMatching(/^quarantine\/stream-processor\//),
    });
    expect(pipeline.edges.filter(({ kind }) => kind === "failure").length).toBeGreaterThan(0);
  });

  it("is each alarm, and the resource that it watches", async () => {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: `${stream}-page-test`, Namespace: "AWS/Kinesis", MetricName: "IncomingRecords" },
        ...{ Dimensions: [{ Name: "StreamName", Value: stream }], Statistic: "Sum", Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
      }),
    );
    const { alarms, pipeline } = await sectionsOnce(isThere);
    expect(alarms.find(({ name }) => name === `${stream}-page-test`)).toMatchObject({
      ...{ label: "data-stream-page-test", kind: "metric", watches: [stream] },
    });
    const states = Object.fromEntries(pipeline.nodes.map(({ id, state }) => [id, state]));
    expect(states[`stream:${stream}`]).toBeDefined();
    expect(states["producers"]).toBeUndefined();
  });
});

describe("a dashboard on the page", () => {
  const show = async (widgets: object[]): Promise<readonly Widget[]> => {
    await cloudwatch.send(
      new PutDashboardCommand({ DashboardName: "test", DashboardBody: JSON.stringify({ widgets }) }),
    );
    const sections = await sectionsOnce(isThere, "?dashboard=test&minutes=30");
    return widgets.flatMap((_, at) => sections[`widgets/${at}`] ?? []);
  };
  const metric = (properties: object) => ({
    type: "metric",
    properties: { region: "us-east-1", period: 60, ...properties },
  });
  const minuteMs = 60_000;
  /** A metric of this name has these values in each of the minutes that ended last, the oldest first. */
  const putMetric = (MetricName: string, minutes: readonly (readonly number[])[]) => {
    const lastMs = Math.floor(Date.now() / minuteMs) * minuteMs - minuteMs;
    const MetricData = minutes.map((Values, at) => ({
      ...{ MetricName, Values: [...Values], Unit: "Milliseconds" as const },
      Timestamp: new Date(lastMs - (minutes.length - 1 - at) * minuteMs),
      Dimensions: [{ Name: "Of", Value: "test" }],
    }));
    return cloudwatch.send(new PutMetricDataCommand({ Namespace: "Page", MetricData }));
  };

  it("shows what the metrics hold: rows, those that repeat the row before, and expressions", async () => {
    await putMetric("One", [[1, 2], [3]]);
    await putMetric("Other", [[10], [20]]);
    const [widget] = await show([
      metric({
        title: "Values",
        stat: "Sum",
        metrics: [
          ["Page", "One", "Of", "test", { id: "m1", label: "one" }],
          [".", "Other", ".", ".", { yAxis: "right", color: "#123456" }],
          ["...", { stat: "SampleCount", visible: false, id: "m3" }],
          [{ expression: "m1 * 2 + m3", label: "both" }],
        ],
        annotations: { horizontal: [{ label: "limit", value: 1_000 }] },
      }),
    ]);
    expect(widget).toMatchObject({ kind: "metric", view: "timeSeries", title: "Values", isStacked: false });
    const content = widget as MetricContent;
    expect(content.series).toEqual([
      { label: "one", axis: "left", unit: "Milliseconds", values: [3, 3] },
      { label: "Other Sum", axis: "right", color: "#123456", unit: "Milliseconds", values: [10, 20] },
      { label: "both", axis: "left", unit: "", values: [7, 7] },
    ]);
    expect(content.annotations).toEqual([{ label: "limit", value: 1_000 }]);
    expect(content.endMs - content.startMs).toBe(30 * minuteMs);
    const [first = 0, second = 0] = content.times;
    expect(second - first).toBe(60);
  });

  it("shows the edges of a band, a pie as bars, and a gauge as a number", async () => {
    const row = ["AWS/Kinesis", "IncomingRecords", "StreamName", stream];
    const edges = [
      { label: "low", value: 1 },
      { label: "high", value: 2 },
    ];
    const [band, pie, gauge] = await show([
      metric({ metrics: [row], annotations: { horizontal: [edges] } }),
      metric({ metrics: [row], view: "pie" }),
      metric({ metrics: [row], view: "gauge", yAxis: { left: { min: 0, max: 100 } } }),
    ]);
    expect(band).toMatchObject({ view: "timeSeries", annotations: edges });
    expect(pie).toMatchObject({ view: "bar" });
    expect(gauge).toMatchObject({ view: "singleValue" });
  });

  it("shows no sum of a minute that is under way, which would look as if less came", async () => {
    const isLater = (widget: Widget | undefined) => widget?.kind === "metric" && widget.endMs > Date.now();
    const row = ["AWS/Kinesis", "IncomingRecords", "StreamName", stream];
    const [sums, extremes] = await show([
      metric({ metrics: [row], stat: "Sum" }),
      metric({ metrics: [row], stat: "Maximum" }),
    ]);
    expect([isLater(sums), isLater(extremes)]).toEqual([false, true]);
  });

  it("shows texts, alarms and the newest lines of the logs that a query reads", async () => {
    await put(event("log"));
    await platform.drained();
    const group = `/aws/lambda/${names.function("stream-processor").name}`;
    const [text, alarm, log] = await show([
      { type: "text", width: 24, height: 2, properties: { markdown: "# Hello" } },
      { type: "alarm", properties: { title: "States", alarms: ["arn:aws:cloudwatch:us-east-1:000000000000:alarm:a"] } },
      { type: "log", properties: { region: "us-east-1", query: `SOURCE '${group}' | fields @message` } },
    ]);
    expect(text).toMatchObject({ kind: "text", markdown: "# Hello", width: 24, height: 2 });
    expect(alarm).toMatchObject({ kind: "alarm", title: "States", alarms: ["a"] });
    expect(log).toMatchObject({
      kind: "log",
      lines: expect.arrayContaining([{ atMs: expect.any(Number), text: expect.any(String) }]),
    });
  });

  it("says in each widget that can't be drawn what is wrong with it, and draws the others", async () => {
    const [search, row, good] = await show([
      metric({ metrics: [[{ expression: "NOTHING(1)" }]] }),
      metric({ metrics: [["AWS/Kinesis"]] }),
      metric({ metrics: [["AWS/Kinesis", "IncomingRecords", "StreamName", stream]] }),
    ]);
    expect(search).toMatchObject({ problem: expect.stringMatching(/NOTHING/) });
    expect(row).toMatchObject({ problem: expect.stringMatching(/metrics\[0\] names no metric: \["AWS\/Kinesis"\]/) });
    expect(good).toMatchObject({ kind: "metric", series: [{ axis: "left" }] });
  });
});
