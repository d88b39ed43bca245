import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { type S3DestinationProps, s3Destination } from "./s3";

const bucketArn = "arn:aws:s3:::lake";

const table = {
  catalogArn: "arn:aws:glue:eu-west-1:123456789012:catalog",
  database: { name: "lake", arn: "arn:aws:glue:eu-west-1:123456789012:database/lake" },
  table: { name: "events", arn: "arn:aws:glue:eu-west-1:123456789012:table/lake/events" },
};

const openx = {
  kind: "openx",
  caseInsensitive: true,
  convertDotsInJsonKeysToUnderscores: false,
  columnToJsonKeyMappings: { ts: "timestamp" },
} as const;

function s3(changes: Partial<S3DestinationProps> = {}) {
  const { resource, permissions, construct } = deliveryTemplate(
    s3Destination({
      bucketArn,
      prefix: "data/events/day=!{timestamp:yyyy-MM-dd}/",
      errorPrefix: "errors/events/!{firehose:error-output-type}/",
      compression: "gzip",
      bufferMebibytes: 64,
      bufferSeconds: 60,
      customTimeZone: "Europe/Vienna",
      ...changes,
    }),
  );
  return { resource, permissions, construct, block: resource["extended_s3_configuration"] };
}

describe("objects", () => {
  it("lie under the prefix, of the size and age, in the compression and with the extension that are asked for", () => {
    const { resource, block } = s3({ fileExtension: ".json.gz" });
    expect(resource).toMatchObject({ destination: "extended_s3" });
    expect(block).toMatchObject({
      role_arn: roleArn,
      bucket_arn: bucketArn,
      prefix: "data/events/day=!{timestamp:yyyy-MM-dd}/",
      error_output_prefix: "errors/events/!{firehose:error-output-type}/",
      compression_format: "GZIP",
      buffering_size: 64,
      buffering_interval: 60,
      custom_time_zone: "Europe/Vienna",
      file_extension: ".json.gz",
    });
  });

  it.each([
    ["none", "UNCOMPRESSED"],
    ["gzip", "GZIP"],
    ["zip", "ZIP"],
    ["snappy", "Snappy"],
    ["hadoop-snappy", "HADOOP_SNAPPY"],
  ] as const)("compressed with %s are %s in AWS's words", (compression, format) => {
    expect(s3({ compression }).block).toMatchObject({ compression_format: format });
  });

  it("of a table are columns of Parquet or ORC, by the schema in the catalog", () => {
    expect(s3({ compression: "none", conversion: { format: "parquet", deserializer: openx, table } }).block).toEqual(
      expect.objectContaining({
        data_format_conversion_configuration: {
          schema_configuration: { role_arn: roleArn, database_name: "lake", table_name: "events" },
          input_format_configuration: {
            deserializer: {
              open_x_json_ser_de: {
                case_insensitive: true,
                convert_dots_in_json_keys_to_underscores: false,
                column_to_json_key_mappings: { ts: "timestamp" },
              },
            },
          },
          output_format_configuration: { serializer: { parquet_ser_de: {} } },
        },
      }),
    );
    const hive = { kind: "hive", timestampFormats: ["millis"] } as const;
    expect(s3({ compression: "none", conversion: { format: "orc", deserializer: hive, table } }).block).toMatchObject({
      data_format_conversion_configuration: {
        input_format_configuration: { deserializer: { hive_json_ser_de: { timestamp_formats: ["millis"] } } },
        output_format_configuration: { serializer: { orc_ser_de: {} } },
      },
    });
  });

  it("may be partitioned by what stands in the records", () => {
    const jq = { user: ".user_id", day: '.at|strftime("%d")' };
    expect(s3({ dynamicPartitioning: { jq, retrySeconds: 100 } }).block).toMatchObject({
      dynamic_partitioning_configuration: { enabled: true, retry_duration: 100 },
      processing_configuration: {
        enabled: true,
        processors: [
          {
            type: "MetadataExtraction",
            parameters: [
              {
                parameter_name: "MetadataExtractionQuery",
                parameter_value: '{user:(.user_id),day:(.at|strftime("%d"))}',
              },
              { parameter_name: "JsonParsingEngine", parameter_value: "JQ-1.6" },
            ],
          },
        ],
      },
    });
  });

  it("may be kept as they came, too", () => {
    const sourceBackup = {
      bucketArn: "arn:aws:s3:::copies",
      prefix: "source/",
      errorPrefix: "errors/",
      compression: "none",
      bufferMebibytes: 5,
      bufferSeconds: 300,
    } as const;
    expect(s3({ sourceBackup }).block).toMatchObject({
      s3_backup_mode: "Enabled",
      s3_backup_configuration: {
        role_arn: roleArn,
        bucket_arn: "arn:aws:s3:::copies",
        prefix: "source/",
        compression_format: "UNCOMPRESSED",
        cloudwatch_logging_options: { log_stream_name: expect.stringContaining("BackupDelivery") },
      },
    });
  });

  it("lie under the prefix to the letter, though it look like an expression of Terraform", () => {
    expect(s3({ prefix: `\${x}/`, errorPrefix: "%{x}/" }).block).toMatchObject({
      prefix: `$\${x}/`,
      error_output_prefix: "%%{x}/",
    });
  });

  it("leave out what they do not use, lest each plan show a change", () => {
    for (const attribute of [
      "dynamic_partitioning_configuration",
      "data_format_conversion_configuration",
      "processing_configuration",
      "s3_backup_mode",
      "s3_backup_configuration",
      "file_extension",
    ]) {
      expect(s3().block).not.toHaveProperty(attribute);
    }
  });
});

describe("the role", () => {
  it("writes to the folders of the prefixes alone, by the six actions that AWS asks for", () => {
    const condition = { StringEquals: { "s3:ResourceAccount": "123456789012" } };
    expect(s3().permissions).toMatchObject({
      ListBuckets: {
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: [bucketArn],
        Condition: condition,
      },
      WriteObjects: {
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: [`${bucketArn}/data/*`, `${bucketArn}/errors/*`],
        Condition: condition,
      },
    });
  });

  it.each([
    ["!{timestamp:yyyy}/", `${bucketArn}/*`],
    ["data", `${bucketArn}/data*`],
    ["data!{timestamp:yyyy}/", `${bucketArn}/data*`],
    ["data!/x/", `${bucketArn}/data!/*`],
    [`data\${x}/`, `${bucketArn}/data*`],
  ])("may write whatever the prefix %s becomes", (prefix, resource) => {
    expect(s3({ prefix }).permissions["WriteObjects"]?.Resource).toContain(resource);
  });

  it("reads the schema of the table, and of no other", () => {
    const conversion = { format: "parquet", deserializer: openx, table } as const;
    expect(s3({ compression: "none", conversion }).permissions["ReadSchema"]).toMatchObject({
      Action: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
      Resource: [table.catalogArn, table.database.arn, table.table.arn],
    });
    expect(s3().permissions).not.toHaveProperty("ReadSchema");
  });
});

it("is watched by the age of what is not in S3 yet", () => {
  expect(s3().construct.metrics).toMatchObject({
    dataFreshness: { name: "DeliveryToS3.DataFreshness", dimensions: { DeliveryStreamName: "delivery" } },
    deliverySuccess: { name: "DeliveryToS3.Success" },
  });
});
