import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
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
