import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne, type Resource } from "../test/exactly-one";
import { templatesOf } from "../test/templates-of";
import { kinds } from "./alarms/kinds";

const processor = { stream: "data-stream", table: "processed-data" };
const onDemand = { capacity: { mode: "on-demand" as const } };

function observability(changes: Changes = {}) {
  return templatesOf(parseEnvironment("environment", environmentInput(changes))).observability;
}

const metricAlarms = (changes?: Changes): Resource[] =>
  Object.values(observability(changes).resource?.["aws_cloudwatch_metric_alarm"] ?? {});
const nameOf = (subject: string, kind: string) => `kinesis-streaming-test-${subject}-${kind}`;

/** The one alarm of a kind. */
const theAlarm = (subject: string, kind: string, changes?: Changes) => {
  const name = nameOf(subject, kind);
  return exactlyOne(observability(changes), "aws_cloudwatch_metric_alarm", ({ alarm_name }) => alarm_name === name);
};

/** The kinds of alarms that there are of one subject. */
const kindsOf = (subject: string, changes?: Changes) =>
  metricAlarms(changes)
    .map(({ alarm_name }) => String(alarm_name))
    .filter((name) => Object.keys(kinds).some((kind) => name === nameOf(subject, kind)))
    .map((name) => name.slice(nameOf(subject, "").length))
    .sort();

const unhealthy = (pipeline: string, changes?: Changes) =>
  exactlyOne(
    observability(changes),
    "aws_cloudwatch_composite_alarm",
    ({ alarm_name }) => alarm_name === nameOf(pipeline, "unhealthy"),
  );

const stream = (changes: object): Changes => ({
  streams: { "data-stream": { capacity: { mode: "provisioned", shards: 2 }, ...changes } },
});

const topic = (urgency: string) => `arn:aws:sns:eu-west-1:123456789012:kinesis-streaming-test-${urgency}`;

describe("every alarm", () => {
  const all = metricAlarms({ ...everyDestination, encryption: "customer-managed" });

  it("tells the topic of its urgency when it goes off, and when it is over; but the window of a deployment", () => {
    const silent = all.filter(({ alarm_actions }) => alarm_actions === undefined);
    expect(silent.map(({ alarm_name }) => alarm_name)).toEqual(["kinesis-streaming-test-deploy-window"]);
    for (const { alarm_name, alarm_actions, ok_actions } of all.filter((alarm) => !silent.includes(alarm))) {
      const loses = /-(losing-data|records-dropped|failure-destination-refuses)$/.test(String(alarm_name));
      expect(alarm_actions).toEqual([topic(loses ? "page" : "ticket")]);
      expect(ok_actions).toEqual(alarm_actions);
    }
  });

  it("leads to its runbook, in the characters that CloudWatch takes", () => {
    for (const { alarm_name, alarm_description } of all) {
      const [, kind = ""] = / Runbook: docs\/runbooks\/([a-z-]+)\.md$/.exec(String(alarm_description)) ?? [];
      expect(kind).not.toBe("");
      expect(String(alarm_name).endsWith(`-${kind}`)).toBe(true);
      expect(String(alarm_description).length).toBeLessThanOrEqual(1_024);
    }
  });

  it("fills only what is a fault to miss: elsewhere, the latest of what comes late would always be well", () => {
    const filled = all.flatMap(({ alarm_name, metric_query }) =>
      [...JSON.stringify(metric_query ?? []).matchAll(/FILL\((\w+), 0\) (== 0)?/g)].map(([, id, isFault]) => [
        String(alarm_name).replace(/^.*-(?=(delivery|function)-)/, ""),
        id,
        isFault,
      ]),
    );
    expect(new Set(filled.map(String))).toEqual(
      new Set([
        "delivery-stalled,delivered,== 0",
        "delivery-not-reading,read,== 0",
        "function-not-reading,polled,== 0",
      ]),
    );
  });

  it("asks for no unit, which would find nothing where what is emitted has another", () => {
    expect(JSON.stringify(all)).not.toContain('"unit"');
  });
});

describe("a stream", () => {
  it("is late past the freshness objective, and when nobody reads it", () => {
    expect(theAlarm("data-stream", "stream-late", { alarms: { freshnessObjectiveSeconds: 90 } })).toMatchObject({
      metric_name: "GetRecords.IteratorAgeMilliseconds",
      dimensions: { StreamName: "kinesis-streaming-test-data-stream" },
      statistic: "Maximum",
      threshold: 90_000,
      period: 60,
      evaluation_periods: 5,
      datapoints_to_alarm: 5,
      treat_missing_data: "breaching",
    });
  });

  it("loses data from half of its own retention on, and a silent reader makes that no better", () => {
    expect(theAlarm("data-stream", "stream-losing-data", stream({ retentionHours: 50 }))).toMatchObject({
      threshold: 25 * 3_600_000,
      treat_missing_data: "ignore",
      evaluation_periods: 15,
    });
  });

  it("is near its capacity by what its shards take a second, and by what AWS lets it grow to where it has none", () => {
    const expression = (changes: Changes) => {
      const { metric_query } = theAlarm("data-stream", "stream-near-capacity", changes);
      return (metric_query as { expression?: string }[]).find((query) => query.expression)?.expression;
    };
    expect(expression(stream({ capacity: { mode: "provisioned", shards: 3 } }))).toBe(
      "100 * MAX([bytes / 60 / 3145728, records / 60 / 3000])",
    );
    expect(expression(stream(onDemand))).toContain("/ 200000]");
  });

  it("is expected to have traffic only where its owner says so", () => {
    expect(kindsOf("data-stream")).not.toContain("no-incoming-records");
    const changes = stream({ expectedRecords: { perMinute: 20, minutes: 7 } });
    expect(theAlarm("data-stream", "no-incoming-records", changes)).toMatchObject({
      metric_name: "IncomingRecords",
      statistic: "Sum",
      comparison_operator: "LessThanThreshold",
      threshold: 20,
      evaluation_periods: 7,
      datapoints_to_alarm: 7,
      treat_missing_data: "breaching",
    });
  });

  it("that is read through consumers alone has no alarm on reads that nobody makes", () => {
    const changes: Changes = {
      ...stream({ consumers: ["fast"] }),
      processors: { "stream-processor": { ...processor, consumer: "fast" } },
    };
    const ofReads = ["reads-failing", "reads-throttled", "stream-late", "stream-losing-data"];
    expect(kindsOf("data-stream")).toEqual(expect.arrayContaining(ofReads));
    expect(kindsOf("data-stream", changes).filter((kind) => ofReads.includes(kind))).toEqual([]);
    expect(kindsOf("data-stream-fast", changes)).toEqual(["consumer-late", "consumer-losing-data"]);
  });

  const withJob: Changes = {
    streams: { "data-stream": onDemand, results: onDemand, rejects: onDemand },
    analytics: { counts: { input: "data-stream", output: "results", rejects: "rejects", sql: "job.sql" } },
  };

  it("that a job reads has no alarm on throttled reads, which a job's are whenever it is busy", () => {
    expect(kindsOf("data-stream", withJob)).not.toContain("reads-throttled");
    expect(kindsOf("data-stream", withJob)).toContain("reads-failing");
  });

  it("that a job writes to has no alarm on throttled writes, which the results of a window are", () => {
    expect(kindsOf("data-stream", withJob)).toContain("writes-throttled");
    for (const stream of ["results", "rejects"]) {
      expect(kindsOf(stream, withJob)).not.toContain("writes-throttled");
      expect(kindsOf(stream, withJob)).toContain("stream-near-capacity");
    }
  });

  it("of rejects tells of each record", () => {
    const changes = withJob;
    expect(theAlarm("rejects", "records-rejected", changes)).toMatchObject({ threshold: 0, evaluation_periods: 1 });
    expect(kindsOf("results", changes)).not.toContain("records-rejected");
  });

  it("has no alarm on single shards, which come and go", () => {
    const all = metricAlarms(stream({ shardLevelMetrics: ["IncomingBytes", "IteratorAgeMilliseconds"] }));
    expect(JSON.stringify(all)).not.toContain("ShardId");
  });
});

describe("a consumer", () => {
  const changes: Changes = {
    ...stream({ consumers: ["fast", "someone-elses"], retentionHours: 48 }),
    processors: { "stream-processor": { ...processor, consumer: "fast" } },
  };

  it("is watched by the names of both, and loses data as its stream does", () => {
    expect(theAlarm("data-stream-fast", "consumer-losing-data", changes)).toMatchObject({
      metric_name: "SubscribeToShardEvent.MillisBehindLatest",
      dimensions: {
        StreamName: "kinesis-streaming-test-data-stream",
        ConsumerName: "kinesis-streaming-test-fast",
      },
      threshold: 24 * 3_600_000,
    });
  });

  it("that is silent does not read, if a processor should", () => {
    expect(theAlarm("data-stream-fast", "consumer-late", changes)["treat_missing_data"]).toBe("breaching");
    expect(theAlarm("data-stream-someone-elses", "consumer-late", changes)["treat_missing_data"]).toBe("notBreaching");
  });
});

describe("a processor", () => {
  it("is slow past 80 % of its own timeout, at a quiet hour too", () => {
    const processors = { "stream-processor": { ...processor, timeoutSeconds: 50 } };
    const slow = theAlarm("stream-processor", "function-slow", { processors });
    expect(slow).toMatchObject({
      metric_name: "Duration",
      extended_statistic: "p90",
      threshold: 40_000,
      evaluation_periods: 15,
      evaluate_low_sample_count_percentiles: "evaluate",
    });
    expect(slow).not.toHaveProperty("statistic");
  });

  it("loses data when its mapping drops it, which is known by the mapping's own name", () => {
    const { dimensions } = theAlarm("stream-processor", "records-dropped");
    expect(dimensions).toEqual({
      EventSourceMappingUUID: expect.stringMatching(/^\$\{data\.terraform_remote_state\./),
    });
  });

  it("tells by its function's name what its failure destination refuses, as Lambda does", () => {
    expect(theAlarm("stream-processor", "failure-destination-refuses")["dimensions"]).toEqual({
      FunctionName: "kinesis-streaming-test-stream-processor",
    });
  });

  it("tells of its quarantine by what its code emits", () => {
    expect(theAlarm("stream-processor", "records-quarantined")).toMatchObject({
      namespace: "KinesisProcessing",
      metric_name: "RecordsRejected",
      dimensions: { Environment: "test", FunctionName: "kinesis-streaming-test-stream-processor" },
    });
  });

  it("has failed batches that wait only where they go to a queue", () => {
    expect(kindsOf("stream-processor")).not.toContain("failed-batches-waiting");
    const processors = { "stream-processor": { ...processor, onFailure: "sqs" as const } };
    expect(theAlarm("stream-processor", "failed-batches-waiting", { processors })).toMatchObject({
      dimensions: { QueueName: "kinesis-streaming-test-stream-processor-failures" },
      threshold: 0,
    });
  });
});

describe("a delivery", () => {
  const to = (destination: NonNullable<Changes["deliveries"]>[string]["destination"], rest: object = {}): Changes => ({
    deliveries: { lake: { source: { stream: "data-stream" }, destination, ...rest } },
  });

  it("is late when a record waits twice as long as it may be gathered, by the transform and for an object", () => {
    const bufferMebibytes = 5;
    const changes = to(
      { kind: "s3", bufferMebibytes, bufferSeconds: 120 },
      { transform: { code: "data-transform", bufferMebibytes: 2, bufferSeconds: 30 } },
    );
    expect(theAlarm("lake", "delivery-late", changes)).toMatchObject({
      metric_name: "DeliveryToS3.DataFreshness",
      dimensions: { DeliveryStreamName: "kinesis-streaming-test-lake" },
      threshold: 300,
    });
    expect(theAlarm("lake", "delivery-late", to({ kind: "s3", bufferMebibytes, bufferSeconds: 0 }))).toMatchObject({
      threshold: 60,
    });
  });

  it("is stalled when nothing comes out, over a time in which something must", () => {
    const changes = to({ kind: "s3", bufferMebibytes: 5, bufferSeconds: 611 });
    const { metric_query } = theAlarm("lake", "delivery-stalled", changes);
    const periods = (metric_query as { metric?: { period: number } }[]).flatMap(({ metric }) => metric?.period ?? []);
    expect(periods).toEqual([1_260, 1_260]);
  });

  it("does not read only when it has not for longer than Firehose takes to tell what it read", () => {
    const notReading = theAlarm("lake", "delivery-not-reading", to({ kind: "s3" }));
    const { metric_query } = notReading;
    const periods = (metric_query as { metric?: { period: number } }[]).flatMap(({ metric }) => metric?.period ?? []);
    expect(periods).toEqual([300, 300]);
    expect(notReading["datapoints_to_alarm"]).toBe(3);
  });

  it("is measured by what AWS calls each kind of destination", () => {
    const freshness = metricAlarms(everyDestination).filter(({ alarm_name }) =>
      /-delivery-late$/.test(String(alarm_name)),
    );
    const found = freshness.map(({ alarm_name, metric_name }) => [
      String(alarm_name).replace(/^kinesis-streaming-test-|-delivery-late$/g, ""),
      String(metric_name).replace(/\.DataFreshness$/, ""),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      records: "DeliveryToS3",
      partitioned: "DeliveryToS3",
      parquet: "DeliveryToS3",
      orc: "DeliveryToS3",
      redshift: "DeliveryToS3",
      search: "DeliveryToAmazonOpenSearchService",
      splunk: "DeliveryToSplunk",
      endpoint: "DeliveryToHttpEndpoint",
    });
  });

  it("from a stream is watched as a reader, and one that is put into by its limits", () => {
    const always = ["delivery-late", "delivery-stalled"];
    expect(kindsOf("partitioned", everyDestination)).toEqual(
      ["delivery-behind", "delivery-not-reading", ...always].sort(),
    );
    expect(kindsOf("records", everyDestination)).toEqual(
      ["delivery-near-limit", "delivery-throttled", ...always].sort(),
    );
  });

  it("has a transform that is watched as a function, and for what it fails", () => {
    expect(kindsOf("search-transform", everyDestination)).toEqual([
      "function-errors",
      "function-slow",
      "function-throttled",
      "transforms-failing",
    ]);
  });
});

describe("a table", () => {
  const tables = { "processed-data": {}, sums: { holds: { kind: "aggregates" as const } } };

  it("has its own throttles, and its index has its own", () => {
    expect(theAlarm("processed-data-event-type-index", "table-writes-throttled", { tables })).toMatchObject({
      metric_name: "WriteThrottleEvents",
      dimensions: {
        TableName: "kinesis-streaming-test-processed-data",
        GlobalSecondaryIndexName: "event-type-index",
      },
      threshold: 10,
    });
    expect(kindsOf("sums-event-type-index", { tables })).toEqual([]);
  });

  it.each([
    ["processed-data", "BatchWriteItem"],
    ["sums", "PutItem"],
  ])("%s fails by the operation that its writer calls, %s", (key, Operation) => {
    expect(theAlarm(key, "table-system-errors", { tables })["dimensions"]).toEqual({
      TableName: `kinesis-streaming-test-${key}`,
      Operation,
    });
  });
});

describe("a job", () => {
  const withJob = (job: object = {}): Changes => ({
    streams: { "data-stream": onDemand, results: onDemand, rejects: onDemand },
    analytics: { counts: { input: "data-stream", output: "results", rejects: "rejects", sql: "job.sql", ...job } },
  });

  it("restarts by what its Flink tells of it", () => {
    expect(theAlarm("counts", "job-restarting", withJob({ runtime: "FLINK-1_20" }))["metric_name"]).toBe("downtime");
    const second = JSON.stringify(theAlarm("counts", "job-restarting", withJob({ runtime: "FLINK-2_2" })));
    expect(second).toContain("RATE(restarts)");
    expect(second).toContain('"metric_name":"numRestarts"');
  });

  it("has failing checkpoints over times in which it has one", () => {
    const { metric_query } = theAlarm("counts", "checkpoints-failing", withJob({ checkpointSeconds: 150 }));
    expect(metric_query).toContainEqual(expect.objectContaining({ metric: expect.objectContaining({ period: 180 }) }));
  });

  it("is late, or silent, for longer than a restart for maintenance takes", () => {
    expect(theAlarm("counts", "job-late", withJob())).toMatchObject({
      dimensions: {
        Application: "kinesis-streaming-test-counts",
        Flow: "Input",
        Id: "kinesis_streaming_test_data_stream",
      },
      evaluation_periods: 15,
      treat_missing_data: "breaching",
    });
  });
});

describe("a pipeline", () => {
  it("pages for a symptom with a cause, and not while it is being deployed", () => {
    const { alarm_rule, alarm_actions, actions_suppressor } = unhealthy("data-stream");
    const [symptoms = "", causes = ""] = String(alarm_rule).split(" AND ");
    expect(symptoms).toContain(".Alarms_stream-late_data-stream_");
    expect(symptoms).not.toContain("function-errors");
    expect(causes).toContain(".Alarms_function-errors_stream-processor_");
    expect(causes).not.toContain("-late_");
    expect(alarm_actions).toEqual([topic("page")]);
    expect(actions_suppressor).toMatchObject({ alarm: expect.stringContaining(".DeployWindow_") });
  });

  it("is not woken twice for data that is being lost: these page by themselves", () => {
    expect(String(unhealthy("data-stream")["alarm_rule"])).not.toMatch(/losing-data|records-dropped|refuses/);
  });

  it("that begins at a delivery has its own", () => {
    expect(String(unhealthy("records", everyDestination)["alarm_rule"])).toContain("delivery-throttled_records");
  });

  it("that nobody reads is never late, and has none", () => {
    const changes = { ...stream({}), processors: {} };
    expect(observability(changes).resource).not.toHaveProperty("aws_cloudwatch_composite_alarm");
  });
});
