import fc from "fast-check";
import { partitionOf } from "../environments";
import type { EnvironmentInput } from "../environments/schema/environment";
import { arbitraryDelivery, arbitraryLakeTable } from "./arbitrary-delivery";

const role = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}$/)
  .filter((name) => !/^(operator|ci(-.*)?)$/.test(name));
const roles = fc.uniqueArray(role, { minLength: 1, maxLength: 3 });
const onDemand = fc.constant({ mode: "on-demand" as const });
const units = fc.integer({ min: 1, max: 40_000 });

const stream = (consumers: string[], partition: string) =>
  fc.record({
    capacity: fc.oneof(
      onDemand,
      fc.record({ mode: fc.constant("provisioned" as const), shards: fc.integer({ min: 1, max: 20 }) }),
    ),
    retentionHours: fc.integer({ min: 48, max: 8_760 }),
    shardLevelMetrics: fc.subarray<"IncomingBytes" | "IteratorAgeMilliseconds">([
      "IncomingBytes",
      "IteratorAgeMilliseconds",
    ]),
    consumers: fc.constant(consumers),
    expectedRecords: fc.option(
      fc.record({ perMinute: fc.integer({ min: 1, max: 1_000_000_000 }), minutes: fc.integer({ min: 1, max: 1_440 }) }),
      { nil: undefined },
    ),
    enforceConsumerDeletion: fc.boolean(),
    readers: fc.subarray([`arn:${partition}:iam::123456789012:role/reader`, `arn:${partition}:iam::123456789012:root`]),
    writers: fc.subarray([`arn:${partition}:iam::123456789012:user/writer`]),
  });

/** By its key, so that a processor knows it, too. */
const holdsAggregates = (table: string) => table.length % 2 === 0;

const table = (key: string) =>
  fc.record({
    holds: holdsAggregates(key)
      ? fc.constant({ kind: "aggregates" as const })
      : fc.record({ kind: fc.constant("events" as const), eventTypeBuckets: fc.integer({ min: 1, max: 100 }) }),
    capacity: fc.oneof(
      onDemand,
      fc.record({ mode: fc.constant("provisioned" as const), readCapacityUnits: units, writeCapacityUnits: units }),
    ),
    // As long as the longest retention.
    ttlDays: fc.integer({ min: 365, max: 3_650 }),
    pointInTimeRecoveryDays: fc.integer({ min: 1, max: 35 }),
  });

const processor = (key: string, streams: string[], tables: string[]) =>
  fc.constantFrom(...tables).chain((table) =>
    fc.record(
      {
        stream: fc.constantFrom(...streams),
        consumer: fc.constant(key),
        table: fc.constant(table),
        code: fc.constant(holdsAggregates(table) ? "aggregate-writer" : "stream-processor"),
        // Twenty shards, ten at a time.
        reservedConcurrency: fc.integer({ min: 200, max: 1_000 }),
        memoryMebibytes: fc.integer({ min: 128, max: 10_240 }),
        timeoutSeconds: fc.integer({ min: 1, max: 900 }),
        batchSize: fc.integer({ min: 1, max: 10_000 }),
        maximumBatchingWindowSeconds: fc.integer({ min: 0, max: 300 }),
        parallelizationFactor: fc.integer({ min: 1, max: 10 }),
        maximumRetryAttempts: fc.integer({ min: -1, max: 10_000 }),
        maximumRecordAgeSeconds: fc.oneof(fc.constant(-1), fc.integer({ min: 60, max: 2 * 86_400 - 1 })),
        bisectBatchOnFunctionError: fc.boolean(),
        tumblingWindowSeconds: fc.integer({ min: 0, max: 900 }),
        startingPosition: fc.constantFrom(
          { at: "TRIM_HORIZON" as const },
          { at: "LATEST" as const },
          { at: "AT_TIMESTAMP" as const, timestamp: "2024-02-29T00:00:00Z" },
        ),
        filters: fc.array(fc.record({ data: fc.record({ event_type: fc.array(fc.constantFrom("CLICK", "VIEW")) }) }), {
          maxLength: 5,
        }),
        onFailure: fc.constantFrom("s3" as const, "sqs" as const),
      },
      { requiredKeys: ["stream", "table", "code", "reservedConcurrency"] },
    ),
  );

/** A job between three streams, in any order. */
const job = (streams: string[]) =>
  fc.shuffledSubarray(streams, { minLength: 3, maxLength: 3 }).chain(([input = "", output = "", rejects = ""]) =>
    fc.record(
      {
        input: fc.constant(input),
        output: fc.constant(output),
        rejects: fc.constant(rejects),
        sql: fc.constant("job.sql"),
        parameters: fc.dictionary(fc.constantFrom("windowSeconds", "topic"), fc.oneof(fc.integer(), fc.constant("a"))),
        maxDisorderSeconds: fc.integer({ min: 0, max: 86_400 }),
        idleSeconds: fc.integer({ min: 1, max: 86_400 }),
        stateTtlHours: fc.integer({ min: 1, max: 8_760 }),
        startPosition: fc.constantFrom("TRIM_HORIZON" as const, "LATEST" as const),
        runtime: fc.constantFrom("FLINK-1_18" as const, "FLINK-1_20" as const, "FLINK-2_2" as const),
        // Twenty shards, 64 KPU.
        parallelism: fc.integer({ min: 20, max: 64 }),
        parallelismPerKpu: fc.integer({ min: 1, max: 8 }),
        autoscaling: fc.boolean(),
        checkpointSeconds: fc.integer({ min: 1, max: 3_600 }),
        snapshots: fc.boolean(),
        vpc: fc.record({
          subnetIds: fc.constant<string[]>(["subnet-0123456789abcdef0"]),
          securityGroupIds: fc.constant<string[]>(["sg-0123456789abcdef0"]),
        }),
      },
      { requiredKeys: ["input", "output", "rejects", "sql"] },
    ),
  );

const subscriptions = (region: string) =>
  fc.subarray([
    { kind: "email" as const, address: "on-call@example.com" },
    { kind: "https" as const, url: "https://example.com/alarms?key=0123" },
    ...(partitionOf(region).name === "aws"
      ? [{ kind: "chat" as const, workspaceId: "T0123ABCD", channelId: "C0123ABCD45" }]
      : []),
  ]);

const entries = <Entry>(keys: string[], entryOf: (key: string) => fc.Arbitrary<Entry>) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, entryOf(key)])));

/** Any environment that the schema should accept, over the whole range of its fields. */
export const arbitraryEnvironment: fc.Arbitrary<EnvironmentInput> = fc
  .record({
    region: fc.constantFrom("eu-west-1", "cn-north-1", "us-gov-west-1"),
    streams: roles,
    tables: roles,
    processors: roles,
    deliveries: roles,
    jobs: roles,
    lakeTables: roles.chain((keys) => entries(keys, arbitraryLakeTable)),
  })
  .chain(({ region, streams, tables, processors, deliveries, jobs, lakeTables }) =>
    fc.record({
      // With the project, as long as a group of X-Ray's traces may be called.
      name: role.filter((name) => name.length <= 14),
      tier: fc.constantFrom("development" as const, "production" as const),
      account: fc.constant("123456789012"),
      region: fc.constant(region),
      owner: fc.constant("team"),
      encryption: fc.constantFrom("customer-managed" as const, "aws-managed" as const),
      deletionProtection: fc.boolean(),
      // A consumer for each processor that wants one.
      streams: entries(streams, () => stream(processors, partitionOf(region).name)),
      tables: entries(tables, table),
      processors: entries(processors, (key) => processor(key, streams, tables)),
      // A delivery that producers put into begins a pipeline, as a stream of that name would.
      deliveries: entries(
        deliveries.filter((key) => !streams.includes(key)),
        (key) => arbitraryDelivery(key, streams, lakeTables),
      ),
      alarms: fc.record({
        freshnessObjectiveSeconds: fc.integer({ min: 60, max: 43_200 }),
        subscriptions: fc.record({ page: subscriptions(region), ticket: subscriptions(region) }),
      }),
      analytics: entries(streams.length < 3 ? [] : jobs, () => job(streams)),
      lake: fc.constant({ tables: lakeTables }),
      ci: fc.option(fc.constant({ repository: "octo/weir" }), { nil: undefined }),
    }),
  );
