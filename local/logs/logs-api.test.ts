import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import { VirtualClock } from "../clock";
import type { MetricDatum } from "../cloudwatch/metric-datum";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { maxStoredBytes } from "./log-limits";
import { Logs } from "./logs";
import { logsService } from "./service";

const account = { accountId: "000000000000", region: "ap-northeast-1" };
const logGroupName = "/aws/lambda/f";
const logStreamName = "2026/01/01/[$LATEST]one";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let clock: VirtualClock;
let logs: Logs;
let endpoint: Endpoint;
let client: CloudWatchLogsClient;
let metrics: { namespace: string; data: readonly MetricDatum[] }[];

beforeEach(async () => {
  clock = new VirtualClock();
  metrics = [];
  logs = new Logs({ clock, ...account, putMetricData: (namespace, data) => metrics.push({ namespace, data }) });
  endpoint = await startEndpoint({ port: 0, services: [logsService(logs)], ...account });
  client = new CloudWatchLogsClient({
    endpoint: endpoint.url,
    region: account.region,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

async function makeStream(name = logStreamName) {
  if (!logs.groups().some((group) => group.name === logGroupName)) {
    await client.send(new CreateLogGroupCommand({ logGroupName }));
  }
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: name }));
}

const put = (events: readonly (readonly [number, string])[], name = logStreamName) =>
  client.send(
    new PutLogEventsCommand({
      ...{ logGroupName, logStreamName: name },
      logEvents: events.map(([offsetMs, message]) => ({ timestamp: clock.now() + offsetMs, message })),
    }),
  );

const messagesOf = (output: { readonly events?: readonly { readonly message?: string }[] | undefined }) =>
  output.events?.map(({ message }) => message);

describe("groups and streams", () => {
  it("are described by name, page by page", async () => {
    for (const name of ["b", "a", "c"]) await client.send(new CreateLogGroupCommand({ logGroupName: name }));
    const first = await client.send(new DescribeLogGroupsCommand({ limit: 2 }));
    expect(first.logGroups?.map((group) => group.logGroupName)).toEqual(["a", "b"]);
    const next = await client.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));
    expect(next).toMatchObject({
      logGroups: [
        {
          logGroupName: "c",
          creationTime: clock.now(),
          arn: "arn:aws:logs:ap-northeast-1:000000000000:log-group:c:*",
          storedBytes: 0,
        },
      ],
    });
    expect(next.nextToken).toBeUndefined();
    const found = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "b" }));
    expect(found.logGroups).toHaveLength(1);
  });

  it("show when their streams were written to last", async () => {
    await makeStream("one");
    await makeStream("two");
    await put([[-5, "x"]], "one");
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
    );
    expect(logStreams).toMatchObject([
      {
        logStreamName: "one",
        firstEventTimestamp: clock.now() - 5,
        lastEventTimestamp: clock.now() - 5,
        lastIngestionTime: clock.now(),
      },
      { logStreamName: "two" },
    ]);
  });

  it("are refused twice, and where they are not", async () => {
    const notFound = { name: "ResourceNotFoundException" };
    await expect(put([[0, "x"]])).rejects.toMatchObject({
      ...notFound,
      message: "The specified log group does not exist.",
    });
    await makeStream();
    await expect(put([[0, "x"]], "other")).rejects.toMatchObject({
      ...notFound,
      message: "The specified log stream does not exist.",
    });
    await expect(client.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      message: "The specified log group already exists",
    });
    await expect(client.send(new CreateLogGroupCommand({ logGroupName: "a b" }))).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: " +
        "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    });
  });
});

describe("events", () => {
  it("are read from the end of a stream, back to its beginning and on again", async () => {
    await makeStream();
    await put([
      [0, "a"],
      [0, "b"],
      [1, "c"],
    ]);
    const read = (input: object) =>
      client.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2, ...input }));
    const end = await read({});
    expect(messagesOf(end)).toEqual(["b", "c"]);
    const before = await read({ nextToken: end.nextBackwardToken });
    expect(messagesOf(before)).toEqual(["a"]);
    expect(messagesOf(await read({ nextToken: before.nextForwardToken }))).toEqual(["b", "c"]);
    const nothing = await read({ nextToken: end.nextForwardToken });
    expect(nothing).toMatchObject({ events: [], nextForwardToken: end.nextForwardToken });
    expect(messagesOf(await read({ nextToken: nothing.nextBackwardToken }))).toEqual(["b", "c"]);
    const start = await read({ nextToken: before.nextBackwardToken });
    expect(start).toMatchObject({ events: [], nextBackwardToken: before.nextBackwardToken });
    expect(messagesOf(await read({ nextToken: start.nextForwardToken }))).toEqual(["a", "b"]);
    expect(messagesOf(await read({ startFromHead: true, endTime: clock.now() + 1 }))).toEqual(["a", "b"]);
  });

  it("of all streams of a group are found by pattern and time", async () => {
    await makeStream("one");
    await makeStream("two");
    await put([[0, "ERROR late"]], "two");
    await put(
      [
        [-2, "ERROR early"],
        [-1, "fine"],
      ],
      "one",
    );
    const find = async (input: object) =>
      messagesOf(await client.send(new FilterLogEventsCommand({ logGroupName, ...input })));
    expect(await find({ filterPattern: "ERROR" })).toEqual(["ERROR early", "ERROR late"]);
    expect(await find({ startTime: clock.now() - 1, endTime: clock.now() - 1 })).toEqual(["fine"]);
    expect(await find({ logStreamNames: ["two"] })).toEqual(["ERROR late"]);
    expect(await find({ logStreamNamePrefix: "o" })).toEqual(["ERROR early", "fine"]);
  });

  it("come back each once and by time, whatever the batches and the pages", async () => {
    const batch = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (batches, limit) => {
          const group = `g${logs.groups().length}`;
          logs.createGroup(group);
          logs.createStream(group, "s");
          const offsets = batches.map((times) => times.toSorted((one, other) => one - other));
          for (const [at, times] of offsets.entries()) {
            const logEvents = times.map((offset) => ({ timestamp: clock.now() + offset, message: `${at}:${offset}` }));
            await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: "s", logEvents }));
          }
          const read: string[] = [];
          for await (const page of paginateFilterLogEvents({ client }, { logGroupName: group, limit })) {
            expect(page.events?.length).toBeLessThanOrEqual(limit);
            read.push(...(messagesOf(page) ?? []).map(String));
          }
          const sent = offsets.flatMap((times, at) => times.map((offset) => ({ offset, message: `${at}:${offset}` })));
          const byTime = sent.sort((one, other) => one.offset - other.offset).map(({ message }) => message);
          expect(read).toEqual(byTime);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("that are too old or too new are told of and left out", async () => {
    await makeStream();
    const answer = await client.send(
      new PutLogEventsCommand({
        ...{ logGroupName, logStreamName },
        logEvents: [-14 * dayMs - 1, -14 * dayMs].map((offset) => ({
          timestamp: clock.now() + offset,
          message: "old",
        })),
      }),
    );
    expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    const { rejectedLogEventsInfo } = await put([
      [2 * hourMs, "new"],
      [2 * hourMs + 1, "too new"],
    ]);
    expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(messagesOf(await client.send(new FilterLogEventsCommand({ logGroupName })))).toEqual(["old", "new"]);
  });

  it("are gone when the group's retention has passed", async () => {
    logs.createGroup(logGroupName, 1);
    logs.createStream(logGroupName, logStreamName);
    await put([[0, "x"]]);
    await clock.advance(dayMs + 1);
    expect((await client.send(new FilterLogEventsCommand({ logGroupName }))).events).toEqual([]);
    const { rejectedLogEventsInfo } = await put([[-dayMs - 1, "x"]]);
    expect(rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  });

  it.each<[string, readonly (readonly [number, string])[], string]>([
    [
      "out of order",
      [
        [1, "x"],
        [0, "x"],
      ],
      "must be in chronological order",
    ],
    [
      "over more than a day",
      [
        [-dayMs, "x"],
        [1, "x"],
      ],
      "cannot span more than 24 hours",
    ],
    [
      "of more than a mebibyte",
      [[0, "x".repeat(1_048_551)]],
      "Upload too large: 1048577 bytes exceeds limit of 1048576",
    ],
  ])("are refused %s", async (_what, events, message) => {
    await makeStream();
    await expect(put(events)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(message),
    });
  });

  it("keep within their memory: the oldest go first", () => {
    const message = "x".repeat(2 ** 20);
    for (let written = 0; written < 20; written++) logs.write("g", "s", `${written}${message}`);
    const group = logs.group("g");
    expect(group.storedBytes).toBeLessThanOrEqual(maxStoredBytes);
    expect(group.storedBytes).toBe(group.events.reduce((sum, event) => sum + event.message.length, 0));
    expect(group.events.at(-1)?.message).toMatch(/^19x/);
  });

  it("keep within their memory, however short they are", () => {
    for (let written = 0; written < 100_000; written++) logs.write("g", "s", "x");
    expect(logs.group("g").events.length).toBeLessThan(70_000);
  });
});

describe("events in the embedded metric format", () => {
  const line = (envelope: object, fields: object) =>
    JSON.stringify({ _aws: { Timestamp: clock.now() - 5, CloudWatchMetrics: [envelope] }, ...fields });
  const envelope = {
    Namespace: "app",
    Dimensions: [["Function"], ["Function", "Stage"]],
    Metrics: [{ Name: "Latency", Unit: "Milliseconds" }, { Name: "Count" }],
  };

  it("are metrics too: each value with each of the dimension sets", async () => {
    await makeStream();
    await put([[0, line(envelope, { Function: "f", Stage: "dev", Latency: [1, 2], Count: 3 })]]);
    const [{ namespace, data } = { namespace: "", data: [] }] = metrics;
    expect(namespace).toBe("app");
    const at = { Timestamp: new Date(clock.now() - 5) };
    const one = { Dimensions: [{ Name: "Function", Value: "f" }] };
    const two = {
      Dimensions: [
        { Name: "Function", Value: "f" },
        { Name: "Stage", Value: "dev" },
      ],
    };
    expect(data).toEqual([
      { ...at, ...one, MetricName: "Latency", Unit: "Milliseconds", Values: [1, 2] },
      { ...at, ...two, MetricName: "Latency", Unit: "Milliseconds", Values: [1, 2] },
      { ...at, ...one, MetricName: "Count", Values: [3] },
      { ...at, ...two, MetricName: "Count", Values: [3] },
    ]);
  });

  it.each<[string, () => string]>([
    ["without the value", () => line(envelope, { Function: "f", Stage: "dev" })],
    ["without the dimension", () => line(envelope, { Latency: 1, Count: 1 })],
    ["with a value that is no number", () => line(envelope, { Function: "f", Latency: "1" })],
    [
      "with a unit that is none",
      () => line({ ...envelope, Metrics: [{ Name: "Latency", Unit: "Ages" }] }, { Function: "f", Latency: 1 }),
    ],
    ["that are not whole", () => `${line(envelope, { Function: "f", Latency: 1 })}}`],
    ["of another shape", () => JSON.stringify({ _aws: "none" })],
    ["without a name", () => line({ ...envelope, Metrics: [{ Name: "" }] }, { Function: "f", "": 1 })],
    [
      "of a time that no calendar has",
      () => JSON.stringify({ _aws: { Timestamp: 1e300, CloudWatchMetrics: [envelope] }, Function: "f", Latency: 1 }),
    ],
  ])("%s are log events and nothing more", async (_what, message) => {
    await makeStream();
    await put([[0, message()]]);
    expect(metrics.flatMap(({ data }) => data)).toEqual([]);
    expect(logs.group(logGroupName).events).toHaveLength(1);
  });
});

describeWith("python", "the unmodified AWS CLI, told only of the endpoint", () => {
  it("reads what was written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-logs-"));
    await makeStream();
    await put([[0, "hello"]]);
    const { stdout } = await promisify(execFile)(
      "aws",
      ["logs", "filter-log-events", "--log-group-name", logGroupName, "--filter-pattern", "hello"],
      { env: clientEnvironment(folder, endpoint.url, account.region) },
    );
    expect(JSON.parse(stdout)).toMatchObject({ events: [{ message: "hello", logStreamName }] });
    rmSync(folder, { recursive: true });
  });
});
