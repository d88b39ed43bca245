import type { Changes } from "./environment-input";

const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:destination-AbCdEf";
const transform = { code: "data-transform" };

/** A delivery to each kind of destination and in each way of writing to S3, with all that can be said of it. */
export const everyDestination = {
  lake: {
    tables: {
      events: {
        columns: { event_id: "string", value: "double" },
        partitions: { day: { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" } },
        prefix: "data/events/",
      },
      "events-in-orc": { columns: { event_id: "string" }, prefix: "data/orc/", format: "orc" },
    },
  },
  deliveries: {
    records: {
      source: { kind: "direct-put", encryption: "aws-owned" },
      destination: { kind: "s3", compression: "hadoop-snappy", cloudWatchLogs: "extract-messages" },
    },
    partitioned: {
      source: { stream: "data-stream" },
      destination: {
        kind: "s3",
        customTimeZone: "Europe/Vienna",
        fileExtension: ".json.gz",
        deaggregation: { kind: "delimited", delimiter: "####" },
        dynamicPartitioning: { jq: { country: '.metadata.country // "none"' }, retrySeconds: 60 },
      },
    },
    parquet: {
      source: { stream: "data-stream" },
      transform: { ...transform, bufferMebibytes: 0.2, bufferSeconds: 30, retries: 1 },
      destination: { kind: "s3", table: "events", sourceBackup: { compression: "zip" } },
    },
    orc: {
      source: { stream: "data-stream" },
      destination: {
        kind: "s3",
        table: "events-in-orc",
        prefix: "data/orc/",
        deserializer: { kind: "hive", timestampFormats: ["millis"] },
      },
    },
    redshift: {
      source: { kind: "direct-put", encryption: "aws-owned" },
      destination: {
        kind: "redshift",
        jdbcUrl: "jdbc:redshift://group.123456789012.eu-west-1.redshift-serverless.amazonaws.com:5439/db",
        databaseTable: "public.events",
        columns: ["event_id", "value"],
        secretArn,
        sourceBackup: {},
      },
    },
    search: {
      source: { stream: "data-stream" },
      transform: { ...transform, name: "search-transform" },
      destination: {
        kind: "opensearch",
        domainArn: "arn:aws:es:eu-west-1:123456789012:domain/events",
        indexName: "events",
        vpc: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
        backup: { mode: "all" },
      },
    },
    splunk: {
      source: { stream: "data-stream" },
      transform: { ...transform, name: "splunk-transform" },
      destination: { kind: "splunk", hecEndpoint: "https://splunk.example.com:8088", tokenSecretArn: secretArn },
    },
    endpoint: {
      source: { stream: "data-stream" },
      destination: {
        kind: "http-endpoint",
        url: "https://in.example.com/events",
        name: "Example",
        accessKeySecretArn: secretArn,
        commonAttributes: { team: "events" },
      },
    },
  },
} satisfies Changes;
