import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne, type Resource } from "../test/exactly-one";
import { statementsOf } from "../test/policies";
import { templatesOf } from "../test/templates-of";

function storage(changes: Changes = {}) {
  const template = templatesOf(parseEnvironment("environment", environmentInput(changes))).storage;
  /** The one resource of a type that belongs to a bucket: `Lake`, `Failures`, `AccessLogs` or `Artifacts`. */
  const of = (bucket: string, type: string): Resource =>
    exactlyOne(template, type, (resource) => String(resource["bucket"]).startsWith(`\${aws_s3_bucket.${bucket}_`));
  const rules = (bucket: string) => of(bucket, "aws_s3_bucket_lifecycle_configuration")["rule"] as Resource[];
  return { template, of, rules };
}

const buckets = ["Lake", "Failures", "AccessLogs", "Artifacts"];

describe.each(buckets)("the bucket %s", (bucket) => {
  it("is closed to the public, and belongs to its owner alone", () => {
    const { of } = storage();
    expect(of(bucket, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(of(bucket, "aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  it("refuses plain HTTP", () => {
    const statements = statementsOf(storage().template).filter(({ where }) =>
      where.startsWith(`aws_s3_bucket_policy.${bucket}_`),
    );
    expect(statements[0]).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Resource: [expect.stringMatching(/^arn:aws:s3:::[\w-]+$/), expect.stringMatching(/\/\*$/)],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it("drops uploads that nobody finished within a week", () => {
    expect(storage().rules(bucket)).toContainEqual(
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
    );
  });

  it("can't be destroyed where the environment is protected, and is emptied elsewhere", () => {
    const named = ({ bucket: name }: Resource) =>
      String(name).includes({ Lake: "data-lake", AccessLogs: "access-logs" }[bucket] ?? bucket.toLowerCase());
    const resource = (deletionProtection: boolean) =>
      exactlyOne(storage({ deletionProtection }).template, "aws_s3_bucket", named);
    expect(resource(true)).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(resource(false)).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
  });

  it("that stays when the rest is destroyed stays closed, encrypted and versioned", () => {
    const parts = (deletionProtection: boolean) => {
      const { resource = {} } = storage({ deletionProtection }).template;
      const types = Object.keys(resource).filter((type) => type.startsWith("aws_s3_bucket_"));
      const ofBucket = types.flatMap((type) => Object.entries(resource[type] ?? {}));
      return ofBucket.filter(([id]) => id.startsWith(`${bucket}_`)).map(([, { lifecycle }]) => lifecycle);
    };
    const count = bucket === "AccessLogs" ? 5 : 7;
    expect(parts(true)).toEqual(Array(count).fill({ prevent_destroy: true }));
    expect(parts(false)).toEqual(Array(count).fill({ prevent_destroy: false }));
  });
});

describe.each(["Lake", "Failures", "Artifacts"])("the bucket %s", (bucket) => {
  it("keeps versions, and forgets old ones", () => {
    const { of, rules } = storage();
    expect(of(bucket, "aws_s3_bucket_versioning")).toMatchObject({ versioning_configuration: { status: "Enabled" } });
    expect(rules(bucket)).toContainEqual(
      expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 30 }] }),
    );
  });

  it("is encrypted with its key, by bucket keys, and refuses any other", () => {
    const { of, template } = storage({ encryption: "customer-managed" });
    const key = expect.stringMatching(/^\$\{data\.terraform_remote_state\./);
    expect(of(bucket, "aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          bucket_key_enabled: true,
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: key },
        },
      ],
    });
    const statements = statementsOf(template).filter(({ where }) =>
      where.startsWith(`aws_s3_bucket_policy.${bucket}_`),
    );
    expect(statements[1]).toMatchObject({
      Effect: "Deny",
      Action: ["s3:PutObject"],
    });
    // Both must hold: who names no key gets the bucket's, and "not equal" holds for a key that is not named, too.
    expect(statements[1]?.Condition).toEqual({
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": key },
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
    });
  });

  it("is encrypted with AWS's own key where the environment says so", () => {
    const configuration = storage({ encryption: "aws-managed" }).of(
      bucket,
      "aws_s3_bucket_server_side_encryption_configuration",
    );
    expect(JSON.stringify(configuration)).toContain('"sse_algorithm":"aws:kms"');
    expect(JSON.stringify(configuration)).not.toContain("kms_master_key_id");
  });

  it("logs its accesses", () => {
    expect(storage().of(bucket, "aws_s3_bucket_logging")).toMatchObject({
      target_bucket: "kinesis-streaming-test-access-logs-123456789012",
      depends_on: [expect.stringMatching(/^aws_s3_bucket_policy\.AccessLogs_/)],
    });
  });
});

describe("lifecycles", () => {
  it("archive the lake's data prefixes, and nothing else", () => {
    const archiving = (bucket: string) =>
      storage({ lake: { dataPrefixes: ["data/", "clicks/raw/"] } })
        .rules(bucket)
        .filter((rule) => "transition" in rule);
    expect(archiving("Lake").map(({ filter }) => filter)).toEqual([[{ prefix: "data/" }], [{ prefix: "clicks/raw/" }]]);
    expect(archiving("Lake")[0]?.["transition"]).toEqual([
      { days: 30, storage_class: "STANDARD_IA" },
      { days: 90, storage_class: "GLACIER" },
      { days: 365, storage_class: "DEEP_ARCHIVE" },
    ]);
    expect(["Failures", "AccessLogs", "Artifacts"].flatMap(archiving)).toEqual([]);
  });

  it("delete the lake's errors and query results, and archive neither", () => {
    const rules = storage({ lake: { errorsExpiryDays: 21, queryResultsExpiryDays: 3 } }).rules("Lake");
    const expiring = rules.filter((rule) => "expiration" in rule);
    expect(expiring.map(({ filter, expiration }) => ({ filter, expiration }))).toEqual([
      { filter: [{ prefix: "errors/" }], expiration: [{ days: 21 }] },
      { filter: [{ prefix: "query-results/" }], expiration: [{ days: 3 }] },
    ]);
  });

  it.each([
    ["Failures", { failures: { expiryDays: 21 } }],
    ["AccessLogs", { accessLogs: { expiryDays: 21 } }],
  ])("of %s end when the environment says", (bucket, changes) => {
    expect(storage(changes).rules(bucket)).toContainEqual(expect.objectContaining({ expiration: [{ days: 21 }] }));
  });

  it("give each rule of a bucket a name of its own", () => {
    for (const bucket of buckets) {
      const ids = storage({ lake: { dataPrefixes: ["a/b/", "a-b/", "a/"] } })
        .rules(bucket)
        .map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe("the access-log bucket", () => {
  it("is encrypted by S3, which delivers access logs to no other", () => {
    expect(
      storage({ encryption: "customer-managed" }).of(
        "AccessLogs",
        "aws_s3_bucket_server_side_encryption_configuration",
      ),
    ).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
  });

  it("takes logs of our buckets alone", () => {
    const [statement] = statementsOf(storage().template).filter(({ Sid }) => Sid === "AccessLogs");
    expect(statement).toMatchObject({
      Principal: { Service: "logging.s3.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnEquals: {
          "aws:SourceArn": expect.arrayContaining(["arn:aws:s3:::kinesis-streaming-test-failures-123456789012"]),
        },
      },
    });
  });
});

describe("a table", () => {
  const table = (changes: Changes = {}) => exactlyOne(storage(changes).template, "aws_dynamodb_table");

  it("has deterministic keys, an index by bucketed event type, a lifetime, a stream and a way back", () => {
    expect(table({ tables: { "processed-data": { pointInTimeRecoveryDays: 9 } } })).toMatchObject({
      name: "kinesis-streaming-test-processed-data",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "user_id",
      range_key: "timestamp_event_id",
      global_secondary_index: [
        { name: "event-type-index", hash_key: "event_type_bucket", range_key: "timestamp", projection_type: "ALL" },
      ],
      ttl: { attribute_name: "ttl", enabled: true },
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
      point_in_time_recovery: { enabled: true, recovery_period_in_days: 9 },
      server_side_encryption: { enabled: true },
    });
  });

  it("declares the keys that it and its index use, and no more, as DynamoDB demands", () => {
    const { attribute } = table();
    const names = (attribute as { name: string }[]).map(({ name }) => name);
    expect(names.sort()).toEqual(["event_type_bucket", "timestamp", "timestamp_event_id", "user_id"]);
  });

  it("of aggregates has their key, and no index", () => {
    const aggregates = table({ tables: { sums: { holds: { kind: "aggregates" } } }, processors: {} });
    expect(aggregates).toMatchObject({
      hash_key: "user_id",
      range_key: "window_event_type",
      attribute: [
        { name: "user_id", type: "S" },
        { name: "window_event_type", type: "S" },
      ],
      ttl: { attribute_name: "ttl", enabled: true },
    });
    expect(aggregates).not.toHaveProperty("global_secondary_index");
  });

  it("gives the index the same units when these are provisioned, and none when not", () => {
    const capacity = { mode: "provisioned", readCapacityUnits: 7, writeCapacityUnits: 11 } as const;
    const units = { read_capacity: 7, write_capacity: 11 };
    expect(table({ tables: { "processed-data": { capacity } } })).toMatchObject({
      billing_mode: "PROVISIONED",
      ...units,
      global_secondary_index: [units],
    });
    expect(JSON.stringify(table())).not.toContain("_capacity");
  });

  it("can't be deleted where the environment is protected", () => {
    expect(table({ deletionProtection: true })).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(table({ deletionProtection: false })).toMatchObject({ deletion_protection_enabled: false });
  });

  it("is encrypted with its own key where keys are ours", () => {
    expect(table({ encryption: "customer-managed" })).toMatchObject({
      server_side_encryption: { kms_key_arn: expect.stringContaining("TablesKey") },
    });
  });
});

describe("the lake's catalog", () => {
  const day = { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" } as const;
  const events = {
    columns: { event_type: "string", timestamp: "timestamp", metadata: "struct<device:string>" },
    partitions: { day },
    prefix: "data/events/",
  };
  type LakeTable = NonNullable<NonNullable<Changes["lake"]>["tables"]>[string];
  const catalog = (table: LakeTable, changes: Changes = {}) =>
    storage({ lake: { tables: { "web-events": table } }, ...changes }).template;
  const table = (of: LakeTable) => exactlyOne(catalog(of), "aws_glue_catalog_table");
  const bucket = "s3://kinesis-streaming-test-data-lake-123456789012";

  it("has a table of typed columns over its objects, with the names that Glue takes", () => {
    const template = catalog(events);
    const { name } = exactlyOne(template, "aws_glue_catalog_database");
    expect(name).toBe("kinesis_streaming_test_data_lake");
    expect(exactlyOne(template, "aws_glue_catalog_table")).toMatchObject({
      database_name: expect.stringContaining("aws_glue_catalog_database.LakeDatabase.name"),
      name: "web_events",
      table_type: "EXTERNAL_TABLE",
      partition_keys: [{ name: "day", type: "string" }],
      storage_descriptor: {
        location: `${bucket}/data/events/`,
        columns: [
          { name: "event_type", type: "string" },
          { name: "timestamp", type: "timestamp" },
          { name: "metadata", type: "struct<device:string>" },
        ],
      },
    });
  });

  it.each([
    ["parquet", "MapredParquetInputFormat", "MapredParquetOutputFormat", "ParquetHiveSerDe"],
    ["orc", "OrcInputFormat", "OrcOutputFormat", "OrcSerde"],
    ["json", "TextInputFormat", "HiveIgnoreKeyTextOutputFormat", "JsonSerDe"],
  ] as const)("reads and writes %s by the classes for it", (format, input, output, serde) => {
    expect(table({ ...events, format })).toMatchObject({
      parameters: { classification: format },
      storage_descriptor: {
        input_format: expect.stringMatching(new RegExp(`\\.${input}$`)),
        output_format: expect.stringMatching(new RegExp(`\\.${output}$`)),
        ser_de_info: { serialization_library: expect.stringMatching(new RegExp(`\\.${serde}$`)) },
      },
    });
  });

  it("projects partitions of every kind, in the order of their folders", () => {
    const partitions: LakeTable["partitions"] = {
      day,
      hour: { kind: "integer", from: 0, to: 23, digits: 2 },
      origin: { kind: "enum", values: ["ATL", "ORD"] },
    };
    const { parameters, partition_keys } = table({ ...events, partitions });
    expect(partition_keys).toEqual([
      { name: "day", type: "string" },
      { name: "hour", type: "bigint" },
      { name: "origin", type: "string" },
    ]);
    expect(parameters).toEqual({
      classification: "parquet",
      "projection.enabled": "true",
      "projection.day.type": "date",
      "projection.day.format": "yyyy-MM-dd",
      "projection.day.range": "2026-01-01,NOW+1DAYS",
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      "projection.hour.type": "integer",
      "projection.hour.range": "0,23",
      "projection.hour.digits": "2",
      "projection.origin.type": "enum",
      "projection.origin.values": "ATL,ORD",
      // Doubled dollars are how Terraform writes one that is none of its own.
      "storage.location.template": `${bucket}/data/events/day=$\${day}/hour=$\${hour}/origin=$\${origin}/`,
    });
  });

  it.each([
    ["yyyy", "2026", "YEARS"],
    ["yyyy-MM", "2026-01", "MONTHS"],
    ["yyyy/MM/dd/HH", "2026/01/01/00", "HOURS"],
    ["yyyyMMddHHmm", "202601010000", "MINUTES"],
  ])("projects a partition of %s for as long as it lasts", (format, from, unit) => {
    const { parameters } = table({ ...events, partitions: { day: { kind: "date", format, from } } });
    expect(parameters).toMatchObject({ "projection.day.format": format, "projection.day.interval.unit": unit });
  });

  it("projects nothing of a table without partitions", () => {
    const { parameters } = table({ ...events, partitions: {} });
    expect(parameters).toEqual({ classification: "parquet" });
  });

  it("keeps the table that a protected delivery converts to, and lets any other go", () => {
    const { lake, deliveries } = everyDestination;
    const lifecycle = (changes: Changes) => {
      const { template } = storage({ lake, ...changes });
      return exactlyOne(template, "aws_glue_catalog_table", ({ name }) => name === "events")["lifecycle"];
    };
    expect(lifecycle({ deliveries, deletionProtection: true })).toEqual({ prevent_destroy: true });
    expect(lifecycle({ deliveries, deletionProtection: false })).toEqual({ prevent_destroy: false });
    expect(lifecycle({ deletionProtection: true })).toEqual({ prevent_destroy: false });
  });

  it("is queried in a workgroup whose limits and place of results no query can change", () => {
    const workgroup = (changes: Changes) => exactlyOne(catalog(events, changes), "aws_athena_workgroup");
    const tables = { "web-events": events };
    expect(workgroup({ encryption: "customer-managed", lake: { tables, maxQueryScanMebibytes: 10 } })).toMatchObject({
      name: "kinesis-streaming-test-queries",
      configuration: {
        enforce_workgroup_configuration: true,
        bytes_scanned_cutoff_per_query: 10_485_760,
        result_configuration: {
          output_location: `${bucket}/query-results/`,
          expected_bucket_owner: "123456789012",
          encryption_configuration: {
            encryption_option: "SSE_KMS",
            kms_key_arn: expect.stringContaining("BucketsKey"),
          },
        },
      },
    });
    expect(JSON.stringify(workgroup({ encryption: "aws-managed" }))).not.toContain("encryption_configuration");
    expect(workgroup({ deletionProtection: true })).toMatchObject({ force_destroy: false });
  });

  const queries = (of: LakeTable) =>
    Object.values(catalog(of).resource?.["aws_athena_named_query"] ?? {}).map(({ name, query }) => [name, query]);

  it("keeps the queries that an operator asks first, over the last week alone", () => {
    const lastWeek = `WHERE "day" >= format_datetime(current_timestamp - interval '7' day, 'yyyy-MM-dd')`;
    expect(queries(events).sort()).toEqual([
      ["web_events-by-date", expect.stringMatching(/^SELECT "day", count\(\*\) AS records FROM "web_events" /)],
      ["web_events-by-event-type", expect.stringMatching(/^SELECT event_type, .* GROUP BY event_type /)],
      ["web_events-latest", expect.stringMatching(/^SELECT \* .* ORDER BY "timestamp" DESC LIMIT 100$/)],
    ]);
    for (const [, query] of queries(events)) expect(query).toContain(lastWeek);
  });

  it("keeps no query that its columns can't answer", () => {
    expect(queries({ ...events, columns: { event_type: "string" }, partitions: {} })).toEqual([
      [
        "web_events-by-event-type",
        `SELECT event_type, count(*) AS records FROM "web_events" GROUP BY event_type ORDER BY records DESC`,
      ],
    ]);
  });

  it("is not there where the lake has no tables", () => {
    expect(Object.keys(storage().template.resource ?? {}).filter((type) => /glue|athena/.test(type))).toEqual([]);
    expect(Object.keys(storage(everyDestination).template.resource ?? {})).toContain("aws_glue_catalog_database");
  });
});
