import { createDeliveryStream } from "../actions/create-delivery-stream";
import {
  BucketARN,
  DeliveryStreamName,
  describeOnly,
  firehoseWith,
  KinesisStreamARN,
  RoleARN,
} from "../firehose-fixture";
import { createDeliveryStreamInput, deliveryStreamResource } from "./delivery-stream-resource";

const s3 = { role_arn: RoleARN, bucket_arn: BucketARN };
const KeyARN = "arn:aws:kms:ap-northeast-1:000000000000:key/0";
const LambdaArn = "arn:aws:lambda:ap-northeast-1:000000000000:function:transform:$LATEST";
const cloudwatch_logging_options = { enabled: true, log_group_name: "/aws/group", log_stream_name: "S3Delivery" };
const logged = { Enabled: true, LogGroupName: "/aws/group", LogStreamName: "S3Delivery" };

const kinds = ["extended_s3", "http_endpoint", "opensearch", "redshift", "splunk"].map(
  (kind) => `${kind}_configuration`,
);

/** The delivery stream that a resource becomes, through the API. */
async function made(resource: object) {
  const { firehose } = firehoseWith();
  const destination = Object.keys(resource)
    .find((name) => kinds.includes(name))
    ?.replace("_configuration", "");
  const given = deliveryStreamResource.parse({ name: DeliveryStreamName, destination, ...resource });
  await createDeliveryStream(firehose, createDeliveryStreamInput(given));
  const { settings, tags } = firehose.deliveryStream(DeliveryStreamName);
  return { ...describeOnly(firehose), settings, tags };
}

describe("aws_kinesis_firehose_delivery_stream", () => {
  it("becomes a delivery stream to S3 with every option", async () => {
    const { destination } = await made({
      extended_s3_configuration: [
        {
          ...s3,
          prefix: "data/!{partitionKeyFromLambda:day}/",
          error_output_prefix: "errors/!{firehose:error-output-type}/",
          buffering_size: 64,
          buffering_interval: 120,
          kms_key_arn: KeyARN,
          cloudwatch_logging_options,
          custom_time_zone: "Asia/Tokyo",
          file_extension: ".parquet",
          dynamic_partitioning_configuration: { enabled: true, retry_duration: 60 },
          processing_configuration: {
            enabled: true,
            processors: [{ type: "Lambda", parameters: [{ parameter_name: "LambdaArn", parameter_value: LambdaArn }] }],
          },
          data_format_conversion_configuration: {
            input_format_configuration: { deserializer: { hive_json_ser_de: { timestamp_formats: ["millis"] } } },
            output_format_configuration: { serializer: { parquet_ser_de: { compression: "GZIP" } } },
            schema_configuration: { database_name: "lake", table_name: "orders", role_arn: RoleARN },
          },
          s3_backup_mode: "Enabled",
          s3_backup_configuration: { ...s3, prefix: "source/", compression_format: "GZIP" },
        },
      ],
    });
    expect(destination.ExtendedS3DestinationDescription).toEqual({
      RoleARN,
      BucketARN,
      Prefix: "data/!{partitionKeyFromLambda:day}/",
      ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 120 },
      CompressionFormat: "UNCOMPRESSED",
      EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: KeyARN } },
      CloudWatchLoggingOptions: logged,
      CustomTimeZone: "Asia/Tokyo",
      FileExtension: ".parquet",
      DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 60 } },
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          {
            Type: "Lambda",
            Parameters: expect.arrayContaining([{ ParameterName: "LambdaArn", ParameterValue: LambdaArn }]),
          },
        ],
      },
      DataFormatConversionConfiguration: {
        Enabled: true,
        InputFormatConfiguration: { Deserializer: { HiveJsonSerDe: { TimestampFormats: ["millis"] } } },
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: "GZIP" } } },
        SchemaConfiguration: expect.objectContaining({ DatabaseName: "lake", TableName: "orders", RoleARN }),
      },
      S3BackupMode: "Enabled",
      S3BackupDescription: expect.objectContaining({ Prefix: "source/", CompressionFormat: "GZIP" }),
    });
  });

  it("has the provider's buffer where it names half of one", async () => {
    const { destination } = await made({ extended_s3_configuration: { ...s3, buffering_interval: 60 } });
    expect(destination.S3DestinationDescription?.BufferingHints).toEqual({ SizeInMBs: 5, IntervalInSeconds: 60 });
  });

  it("becomes one to an HTTP endpoint, whose key goes to the engine alone", async () => {
    const { destination, settings } = await made({
      http_endpoint_configuration: {
        url: "https://example.com",
        name: "Example",
        access_key: "secret-1",
        buffering_size: 2,
        retry_duration: 10,
        role_arn: RoleARN,
        s3_backup_mode: "AllData",
        s3_configuration: s3,
        cloudwatch_logging_options,
        request_configuration: { content_encoding: "GZIP", common_attributes: [{ name: "team", value: "web" }] },
      },
    });
    expect(destination.HttpEndpointDestinationDescription).toMatchObject({
      EndpointConfiguration: { Url: "https://example.com", Name: "Example" },
      BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 300 },
      RequestConfiguration: {
        ContentEncoding: "GZIP",
        CommonAttributes: [{ AttributeName: "team", AttributeValue: "web" }],
      },
      RetryOptions: { DurationInSeconds: 10 },
      RoleARN,
      S3BackupMode: "AllData",
      CloudWatchLoggingOptions: logged,
    });
    expect(settings.destination).toMatchObject({ kind: "http-endpoint", accessKey: "secret-1" });
  });

  it("becomes one to OpenSearch", async () => {
    const { destination } = await made({
      opensearch_configuration: {
        cluster_endpoint: "https://search",
        index_name: "orders",
        index_rotation_period: "OneHour",
        role_arn: RoleARN,
        document_id_options: { default_document_id_format: "NO_DOCUMENT_ID" },
        s3_configuration: s3,
        vpc_config: { role_arn: RoleARN, subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
      },
    });
    expect(destination.AmazonopensearchserviceDestinationDescription).toMatchObject({
      ClusterEndpoint: "https://search",
      IndexName: "orders",
      IndexRotationPeriod: "OneHour",
      DocumentIdOptions: { DefaultDocumentIdFormat: "NO_DOCUMENT_ID" },
      S3BackupMode: "FailedDocumentsOnly",
      S3DestinationDescription: { BucketARN },
    });
  });

  it("becomes one to Splunk", async () => {
    const { destination, settings } = await made({
      splunk_configuration: {
        hec_endpoint: "https://splunk:8088",
        hec_endpoint_type: "Event",
        hec_token: "token",
        hec_acknowledgment_timeout: 300,
        s3_backup_mode: "AllEvents",
        s3_configuration: s3,
      },
    });
    expect(destination.SplunkDestinationDescription).toMatchObject({
      HECEndpoint: "https://splunk:8088",
      HECEndpointType: "Event",
      HECAcknowledgmentTimeoutInSeconds: 300,
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
      RetryOptions: { DurationInSeconds: 3600 },
      S3BackupMode: "AllEvents",
    });
    expect(settings.destination).toMatchObject({ kind: "splunk", hecToken: "token" });
  });

  it("becomes one to Redshift", async () => {
    const { destination } = await made({
      redshift_configuration: {
        cluster_jdbcurl: "jdbc:redshift://cluster.abc.ap-northeast-1.redshift.amazonaws.com:5439/dev",
        data_table_name: "orders",
        data_table_columns: "id,total",
        copy_options: "json 'auto'",
        username: "firehose",
        password: "secret-1",
        role_arn: RoleARN,
        s3_configuration: { ...s3, compression_format: "GZIP" },
        s3_backup_mode: "Enabled",
        s3_backup_configuration: s3,
      },
    });
    expect(destination.RedshiftDestinationDescription).toMatchObject({
      CopyCommand: { DataTableName: "orders", DataTableColumns: "id,total", CopyOptions: "json 'auto'" },
      Username: "firehose",
      RetryOptions: { DurationInSeconds: 3600 },
      S3BackupMode: "Enabled",
      S3BackupDescription: { BucketARN },
      S3DestinationDescription: { CompressionFormat: "GZIP" },
    });
  });

  it("reads its Kinesis stream", async () => {
    const { stream } = await made({
      kinesis_source_configuration: { kinesis_stream_arn: KinesisStreamARN, role_arn: RoleARN },
      server_side_encryption: { enabled: false },
      extended_s3_configuration: s3,
    });
    expect(stream).toMatchObject({
      DeliveryStreamType: "KinesisStreamAsSource",
      Source: { KinesisStreamSourceDescription: { KinesisStreamARN, RoleARN } },
    });
  });

  it("is encrypted, and tagged", async () => {
    const { stream, tags } = await made({
      server_side_encryption: { enabled: true, key_type: "CUSTOMER_MANAGED_CMK", key_arn: KeyARN },
      tags: { team: "web" },
      extended_s3_configuration: s3,
    });
    expect(stream).toMatchObject({
      DeliveryStreamType: "DirectPut",
      DeliveryStreamEncryptionConfiguration: { KeyType: "CUSTOMER_MANAGED_CMK", KeyARN, Status: "ENABLED" },
    });
    expect([...tags]).toEqual([["team", "web"]]);
  });

  it("goes where `destination` says, whatever other blocks there are", async () => {
    const extended_s3_configuration = s3;
    const http_endpoint_configuration = { url: "https://example.com", s3_configuration: s3 };
    const { destination } = await made({
      destination: "http_endpoint",
      extended_s3_configuration,
      http_endpoint_configuration,
    });
    expect(destination).toHaveProperty("HttpEndpointDestinationDescription");
    await expect(made({ destination: "splunk", http_endpoint_configuration })).rejects.toThrow(
      "Exactly one destination configuration is supported for a Firehose",
    );
  });

  it("is refused with a destination that does not run here", async () => {
    await expect(made({ destination: "iceberg" })).rejects.toThrow(
      "only extended_s3, http_endpoint, opensearch, redshift, splunk run here",
    );
  });
});
