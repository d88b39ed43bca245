import fc from "fast-check";
import type { EnvironmentInput } from "../environments/schema/environment";

type LakeTable = NonNullable<NonNullable<EnvironmentInput["lake"]>["tables"]>[string];

const secretArn = fc.constant("arn:aws:secretsmanager:eu-west-1:123456789012:secret:credentials-AbCdEf");
const seconds = fc.integer({ min: 0, max: 7_200 });

/** Both hints of a buffer, or neither. */
const buffer = (mebibytes: { min: number; max: number }, interval: { min: number; max: number }) =>
  fc.oneof(fc.constant({}), fc.record({ bufferMebibytes: fc.integer(mebibytes), bufferSeconds: fc.integer(interval) }));

/** Fields of both. */
const both = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) =>
  fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));

/** A table of the lake, with partitions of every kind. */
export const arbitraryLakeTable = (key: string): fc.Arbitrary<LakeTable> =>
  fc.record({
    columns: fc.constant({ event_id: "string", value: "decimal(20,2)", tags: "array<struct<name:string>>" }),
    partitions: fc.record(
      {
        day: fc.constant({ kind: "date" as const, format: "yyyy-MM-dd", from: "2024-02-29" }),
        hour: fc.constant({ kind: "integer" as const, from: 0, to: 23, digits: 2 }),
        origin: fc.constant({ kind: "enum" as const, values: ["ATL", "ORD"] }),
      },
      { requiredKeys: [] },
    ),
    prefix: fc.constant(`data/${key}/`),
    format: fc.constantFrom("parquet" as const, "orc" as const, "json" as const),
  });

/** Dynamic partitioning wherever a partition of the table is filled by no date. */
const s3 = (tables: Record<string, LakeTable>) =>
  fc.option(fc.constantFrom(...Object.keys(tables)), { nil: undefined }).chain((table) => {
    const partitions = Object.entries(tables[table ?? ""]?.partitions ?? {});
    const dynamic = partitions.filter(([, { kind }]) => kind !== "date").map(([name]) => [name, `.${name}`] as const);
    const destination = fc.record({
      kind: fc.constant("s3" as const),
      ...(table !== undefined && { table: fc.constant(table) }),
      ...(dynamic.length > 0 && {
        dynamicPartitioning: fc.record({ jq: fc.constant(Object.fromEntries(dynamic)), retrySeconds: seconds }),
      }),
      customTimeZone: fc.constantFrom("UTC", "Asia/Tokyo"),
      sourceBackup: fc.constantFrom({}, { compression: "snappy" as const }),
    });
    return both(destination, buffer({ min: 64, max: 128 }, { min: 60, max: 900 }));
  });

const backup = both(
  fc.record({
    mode: fc.constantFrom("failed" as const, "all" as const),
    compression: fc.constantFrom("none" as const, "zip" as const),
  }),
  buffer({ min: 1, max: 128 }, { min: 1, max: 900 }),
);

const elsewhere = fc.oneof(
  fc.record({
    kind: fc.constant("redshift" as const),
    jdbcUrl: fc.constant("jdbc:redshift://c.abcdef.eu-west-1.redshift.amazonaws.com:5439/events"),
    databaseTable: fc.constant("public.events"),
    secretArn,
    intermediate: fc.constantFrom({}, { compression: "none" as const }),
    retrySeconds: seconds,
  }),
  both(
    fc.record({
      kind: fc.constant("opensearch" as const),
      domainArn: fc.constant("arn:aws:es:eu-west-1:123456789012:domain/events"),
      indexName: fc.constant("events"),
      indexRotation: fc.constantFrom("none" as const, "hour" as const, "month" as const),
      retrySeconds: seconds,
      backup,
    }),
    buffer({ min: 1, max: 100 }, { min: 0, max: 900 }),
  ),
  both(
    fc.record({
      kind: fc.constant("splunk" as const),
      hecEndpoint: fc.constant("https://splunk.example.com:8088"),
      tokenSecretArn: secretArn,
      acknowledgmentTimeoutSeconds: fc.integer({ min: 180, max: 600 }),
      backup,
    }),
    buffer({ min: 1, max: 5 }, { min: 0, max: 60 }),
  ),
  both(
    fc.record({
      kind: fc.constant("http-endpoint" as const),
      url: fc.constant("https://example.com/events"),
      commonAttributes: fc.dictionary(fc.constantFrom("team", "site"), fc.string({ maxLength: 1_024 })),
      backup,
    }),
    buffer({ min: 1, max: 64 }, { min: 0, max: 900 }),
  ),
);

/** Any delivery that the schema should accept, over the whole range of its fields. */
export const arbitraryDelivery = (key: string, streams: string[], tables: Record<string, LakeTable>) =>
  fc.record(
    {
      source: fc.oneof(
        fc.record({ stream: fc.constantFrom(...streams) }),
        fc.record({
          kind: fc.constant("direct-put" as const),
          encryption: fc.constantFrom("customer-managed" as const, "aws-owned" as const),
        }),
      ),
      transform: fc.record({
        code: fc.constant("data-transform"),
        name: fc.constant(`${key}-transform`),
        // Neither is AWS's default, which is left out where both are.
        bufferMebibytes: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
        bufferSeconds: fc.integer({ min: 61, max: 900 }),
        retries: fc.integer({ min: 0, max: 300 }),
      }),
      destination: fc.oneof(s3(tables), elsewhere),
    },
    { requiredKeys: ["source", "destination"] },
  );
