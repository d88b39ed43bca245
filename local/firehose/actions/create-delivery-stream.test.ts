import {
  create,
  DeliveryStreamName,
  describeOnly,
  firehoseWith,
  KinesisStreamARN,
  RoleARN,
  s3,
} from "../firehose-fixture";

const extended = (differs: object) => ({ ExtendedS3DestinationConfiguration: { ...s3, ...differs } });
const lambda = (...parameters: [string, string][]) => processor("Lambda", ...parameters);
const lambdaArn: [string, string] = ["LambdaArn", "arn:aws:lambda:ap-northeast-1:000000000000:function:transform"];
const errors = "errors/!{firehose:error-output-type}/";

function processor(Type: string, ...parameters: [string, string][]) {
  return { Type, Parameters: parameters.map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue })) };
}

function processed(...Processors: object[]) {
  return { ProcessingConfiguration: { Enabled: true, Processors } };
}

const conversion = {
  InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
  OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
  SchemaConfiguration: { RoleARN, DatabaseName: "lake", TableName: "orders" },
};
const converted = (differs: object = {}) => ({ DataFormatConversionConfiguration: { ...conversion, ...differs } });

const query = processor(
  "MetadataExtraction",
  ["MetadataExtractionQuery", "{day: .day}"],
  ["JsonParsingEngine", "JQ-1.6"],
);
const partitioned = {
  Prefix: "data/!{partitionKeyFromQuery:day}/",
  ErrorOutputPrefix: errors,
  DynamicPartitioningConfiguration: { Enabled: true },
  ...processed(query),
};

const http = { EndpointConfiguration: { Url: "https://example.com" }, S3Configuration: s3 };
const splunk = { HECEndpoint: "https://splunk:8088", HECEndpointType: "Raw", S3Configuration: s3 };
const opensearch = { RoleARN, IndexName: "orders", ClusterEndpoint: "https://search", S3Configuration: s3 };
const redshift = {
  RoleARN,
  ClusterJDBCURL: "jdbc:redshift://cluster.abc.ap-northeast-1.redshift.amazonaws.com:5439/dev",
  CopyCommand: { DataTableName: "orders" },
  Username: "firehose",
  Password: "secret-1",
  S3Configuration: s3,
};

/** What a new delivery stream's destination is described as. */
async function described(input: object) {
  const { firehose } = firehoseWith();
  await create(firehose, input);
  return describeOnly(firehose).destination;
}

/** What AWS says instead of making it. */
async function refusal(input: object): Promise<string> {
  const { firehose } = firehoseWith();
  try {
    await create(firehose, input);
  } catch (error) {
    return String(error);
  }
  throw new Error(`was made: ${JSON.stringify(input)}`);
}

describe("a new delivery stream", () => {
  it("has all that AWS fills in, in both descriptions of S3", async () => {
    const plain = {
      ...s3,
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      CompressionFormat: "UNCOMPRESSED",
      EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
      CloudWatchLoggingOptions: { Enabled: false },
    };
    for (const input of [extended({}), { S3DestinationConfiguration: s3 }]) {
      expect(await described(input)).toEqual({
        DestinationId: "destinationId-000000000001",
        S3DestinationDescription: plain,
        ExtendedS3DestinationDescription: {
          ...plain,
          S3BackupMode: "Disabled",
          CustomTimeZone: "UTC",
          ProcessingConfiguration: { Enabled: false, Processors: [] },
        },
      });
    }
  });

  it("has a larger buffer and the account's catalog where it converts", async () => {
    const { ExtendedS3DestinationDescription: description } = await described(extended(converted()));
    expect(description?.BufferingHints).toEqual({ SizeInMBs: 128, IntervalInSeconds: 300 });
    expect(description?.DataFormatConversionConfiguration).toMatchObject({
      Enabled: true,
      SchemaConfiguration: { CatalogId: "000000000000", Region: "ap-northeast-1", VersionId: "LATEST" },
    });
  });

  it("has the transform function's retries, role and buffer, which is smaller for Splunk", async () => {
    const parametersOf = (description: Awaited<ReturnType<typeof described>>) => {
      const { ExtendedS3DestinationDescription: toS3, SplunkDestinationDescription: toSplunk } = description;
      const [only] = (toS3 ?? toSplunk)?.ProcessingConfiguration?.Processors ?? [];
      return Object.fromEntries((only?.Parameters ?? []).map((each) => [each.ParameterName, each.ParameterValue]));
    };
    const LambdaArn = lambdaArn[1];
    const own = { LambdaArn, NumberOfRetries: "3", BufferIntervalInSeconds: "60" };
    expect(parametersOf(await described(extended(processed(lambda(lambdaArn)))))).toEqual({
      ...own,
      BufferSizeInMBs: "1",
      RoleArn: RoleARN,
    });
    expect(
      parametersOf(await described({ SplunkDestinationConfiguration: { ...splunk, ...processed(lambda(lambdaArn)) } })),
    ).toEqual({ ...own, BufferSizeInMBs: "0.25" });
    const given = lambda(lambdaArn, ["NumberOfRetries", "0"]);
    expect(parametersOf(await described(extended(processed(given))))).toMatchObject({ NumberOfRetries: "0" });
  });

  it("never shows an access key or a password", async () => {
    const EndpointConfiguration = { ...http.EndpointConfiguration, AccessKey: "secret-1" };
    const shown = [
      await described({ HttpEndpointDestinationConfiguration: { ...http, EndpointConfiguration } }),
      await described({ RedshiftDestinationConfiguration: redshift }),
    ];
    expect(shown).toEqual([
      expect.objectContaining({ HttpEndpointDestinationDescription: expect.anything() }),
      expect.objectContaining({ RedshiftDestinationDescription: expect.anything() }),
    ]);
    expect(JSON.stringify(shown)).not.toContain("secret-1");
  });

  it("is described with its source, and without encryption of its own where Kinesis feeds it", async () => {
    const { firehose, clock } = firehoseWith();
    await create(firehose, {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN },
      ...extended({}),
    });
    const { stream } = describeOnly(firehose);
    expect(stream).toMatchObject({
      DeliveryStreamType: "KinesisStreamAsSource",
      Source: {
        KinesisStreamSourceDescription: { KinesisStreamARN, RoleARN, DeliveryStartTimestamp: clock.now() / 1000 },
      },
    });
    expect(stream.DeliveryStreamEncryptionConfiguration).toBeUndefined();
  });

  it("stays CREATING for as long as it is told to", async () => {
    const { firehose, clock } = firehoseWith({ creatingMs: 1_000 });
    await create(firehose);
    expect(describeOnly(firehose).stream.DeliveryStreamStatus).toBe("CREATING");
    await clock.advance(1_000);
    expect(describeOnly(firehose).stream.DeliveryStreamStatus).toBe("ACTIVE");
  });

  it("is refused where there is one of its name", async () => {
    const { firehose } = firehoseWith();
    await create(firehose);
    await expect(create(firehose)).rejects.toThrow(
      expect.objectContaining({
        code: "ResourceInUseException",
        message: "Firehose orders under accountId 000000000000 already exists",
      }),
    );
  });
});

const unsatisfied = "Ths supplied prefix(es) do not satisfy the following constraint: ";

/** What is refused, by AWS's answer. */
const refusals: [string, object][] = [
  ["Exactly one destination configuration is supported for a Firehose", {}],
  [
    "Exactly one destination configuration is supported for a Firehose",
    { ...extended({}), HttpEndpointDestinationConfiguration: http },
  ],
  ["IcebergDestinationConfiguration is not emulated here.", { IcebergDestinationConfiguration: {} }],
  [
    "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.",
    { DeliveryStreamType: "KinesisStreamAsSource", ...extended({}) },
  ],
  [
    "Stream absent under account 000000000000 not found.",
    {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN: KinesisStreamARN.replace("events", "absent"), RoleARN },
      ...extended({}),
    },
  ],
  [
    "Server side encryption from firehose is only allowed for direct put delivery streams and database as a source delivery streams",
    {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN },
      DeliveryStreamEncryptionConfigurationInput: { KeyType: "AWS_OWNED_CMK" },
      ...extended({}),
    },
  ],
  [
    "KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK",
    { DeliveryStreamEncryptionConfigurationInput: { KeyType: "CUSTOMER_MANAGED_CMK" }, ...extended({}) },
  ],
  [
    `${unsatisfied}ErrorOutputPrefix cannot be null or empty when Prefix contains expressions`,
    extended({ Prefix: "data/!{timestamp:yyyy}/" }),
  ],
  [
    `${unsatisfied}Prefix must not contain any occurrence of !{firehose:error-output-type}`,
    extended({ Prefix: "data/!{firehose:error-output-type}/", ErrorOutputPrefix: errors }),
  ],
  [
    `${unsatisfied}ErrorOutputPrefix must contain at least one occurrence of !{firehose:error-output-type}`,
    extended({ ErrorOutputPrefix: "errors/!{timestamp:yyyy}/" }),
  ],
  [
    "Dynamic Partitioning Namespaces can't be part of an error prefix expression",
    extended({ ...partitioned, ErrorOutputPrefix: `${errors}!{partitionKeyFromQuery:day}/` }),
  ],
  [
    "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
    extended({ Prefix: partitioned.Prefix, ErrorOutputPrefix: errors }),
  ],
  ["Length of evaluated prefix cannot be greater than 512", extended({ Prefix: "d".repeat(513) })],
  [
    "Exactly one of NoEncryptionConfig or KMSEncryptionConfig must be specified",
    extended({ EncryptionConfiguration: {} }),
  ],
  [
    "BufferingHints.SizeInMBs and BufferingHints.IntervalInSeconds must be specified together.",
    extended({ BufferingHints: { SizeInMBs: 5 } }),
  ],
  [
    "CloudWatch Log Group Name is required if CloudWatch Logging is enabled",
    extended({ CloudWatchLoggingOptions: { Enabled: true } }),
  ],
  [
    "The S3 destination's compression format must be set to UNCOMPRESSED when data format conversion is enabled",
    extended({ ...converted(), CompressionFormat: "GZIP" }),
  ],
  [
    "BufferingHints.SizeInMBs must be at least 64 when data format conversion is enabled.",
    extended({ ...converted(), BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } }),
  ],
  ["SchemaConfiguration must not be null", extended(converted({ SchemaConfiguration: undefined }))],
  [
    "More than one serializer specified. Only one may be chosen.",
    extended(converted({ OutputFormatConfiguration: { Serializer: { ParquetSerDe: {}, OrcSerDe: {} } } })),
  ],
  ["Deserializer must not be null", extended(converted({ InputFormatConfiguration: {} }))],
  [
    "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.",
    extended({ ...partitioned, BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } }),
  ],
  [
    "BufferingHints.IntervalInSeconds must be at least 60 when Dynamic Partitioning is enabled.",
    extended({ ...partitioned, BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 59 } }),
  ],
  [
    "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
    extended({ ...partitioned, Prefix: "data/!{timestamp:yyyy}/" }),
  ],
  [
    "Processing Configuration is not enabled when DataPartitioning is enabled",
    extended({ ...partitioned, ProcessingConfiguration: undefined }),
  ],
  [
    "Provided custom time zone is not supported. Custom time zones are limited to UTC and non-3-letter IANA time zones.",
    extended({ CustomTimeZone: "Mars/Olympus" }),
  ],
  ["S3 backup destination configuration is required when enabling S3 backup.", extended({ S3BackupMode: "Enabled" })],
  [
    "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
    extended(processed()),
  ],
  ["Cannot have more than 1 Lambda processor.", extended(processed(lambda(lambdaArn), lambda(lambdaArn)))],
  ["LambdaArn is required when Lambda processor is used.", extended(processed(lambda()))],
  [
    "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for lambda processor.",
    extended(processed(lambda(lambdaArn, ["BufferSizeInMBs", "1"]))),
  ],
  [
    "BufferSizeInMBs for lambda processor must be between 0.2 and 3.",
    extended(processed(lambda(lambdaArn, ["BufferSizeInMBs", "4"], ["BufferIntervalInSeconds", "60"]))),
  ],
  [
    "Number of retries for lambda must be between 0 and 300.",
    extended(processed(lambda(lambdaArn, ["NumberOfRetries", "301"]))),
  ],
  [
    "class com.amazonaws.services.firehose.internal.model.MetadataExtractionProcessor can only be present when Dynamic Partitioning is enabled.",
    extended(processed(query)),
  ],
  [
    "SubRecordType has to be one of JSON, DELIMITED",
    extended({ ...partitioned, ...processed(query, processor("RecordDeAggregation")) }),
  ],
  [
    "CloudWatchLogProcessingProcessor can only be enabled with DecompressionProcessor",
    extended(processed(processor("CloudWatchLogProcessing", ["DataMessageExtraction", "true"]))),
  ],
  [
    "Http Endpoint Common Attributes have duplicate name team",
    {
      HttpEndpointDestinationConfiguration: {
        ...http,
        RequestConfiguration: {
          CommonAttributes: [
            { AttributeName: "team", AttributeValue: "a" },
            { AttributeName: "team", AttributeValue: "b" },
          ],
        },
      },
    },
  ],
  [
    "Invalid HECEndpoint. Supported endpoint format is https://<domain>:<port>.",
    { SplunkDestinationConfiguration: { ...splunk, HECEndpoint: "http://splunk:8088" } },
  ],
  [
    "Invalid secret ARN: null",
    { SplunkDestinationConfiguration: { ...splunk, SecretsManagerConfiguration: { Enabled: true } } },
  ],
  [
    "Provide either the Elasticsearch cluster endpoint or domain arn.",
    { AmazonopensearchserviceDestinationConfiguration: { ...opensearch, ClusterEndpoint: undefined } },
  ],
  [
    "Prefix Expressions or ErrorOutputPrefix is currently not supported for this destination",
    {
      RedshiftDestinationConfiguration: {
        ...redshift,
        S3Configuration: { ...s3, Prefix: "data/!{timestamp:yyyy}/", ErrorOutputPrefix: errors },
      },
    },
  ],
  [
    "Only the following compression formats are allowed when using Redshift: [UNCOMPRESSED, GZIP]",
    { RedshiftDestinationConfiguration: { ...redshift, S3Configuration: { ...s3, CompressionFormat: "ZIP" } } },
  ],
  [
    "Redshift Database Password is required for Redshift Destination",
    { RedshiftDestinationConfiguration: { ...redshift, Password: undefined } },
  ],
];

describe("CreateDeliveryStream", () => {
  it.each(refusals)("answers %j", async (message, input) => {
    expect(await refusal(input)).toBe(`InvalidArgumentException: ${message}`);
  });

  it("takes what some of these refusals are one step away from", async () => {
    const inputs = [
      extended({ ...partitioned, ...converted(), BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 } }),
      extended({ ...partitioned, CustomTimeZone: "Asia/Tokyo", FileExtension: ".jsonl" }),
      extended({ S3BackupMode: "Enabled", S3BackupConfiguration: s3 }),
      extended({ ...converted({ Enabled: false }), CompressionFormat: "GZIP" }),
      { HttpEndpointDestinationConfiguration: http },
      { SplunkDestinationConfiguration: splunk },
      { AmazonopensearchserviceDestinationConfiguration: opensearch },
      { RedshiftDestinationConfiguration: redshift },
      { ...extended({}), DeliveryStreamEncryptionConfigurationInput: { KeyType: "AWS_OWNED_CMK" } },
    ];
    for (const input of inputs) expect(await described(input)).toBeDefined();
  });

  it("refuses a query that jq can't compile", async () => {
    const unclosed = processor(
      "MetadataExtraction",
      ["MetadataExtractionQuery", "{day"],
      ["JsonParsingEngine", "JQ-1.6"],
    );
    expect(await refusal(extended({ ...partitioned, ...processed(unclosed) }))).toMatch(
      /^InvalidArgumentException: MetadataExtractionQuery: .*; got \{day$/s,
    );
  });

  it("lists all that breaks the model's bounds", async () => {
    const input = {
      HttpEndpointDestinationConfiguration: { ...http, BufferingHints: { SizeInMBs: 65, IntervalInSeconds: 901 } },
      DeliveryStreamName: "no spaces",
    };
    expect(await refusal(input)).toBe(
      "ValidationException: 3 validation errors detected: " +
        "Value 'no spaces' at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy regular " +
        "expression pattern: [a-zA-Z0-9_.-]+; " +
        "Value '65' at 'httpEndpointDestinationConfiguration.bufferingHints.sizeInMBs' failed to satisfy constraint: " +
        "Member must have value less than or equal to 64; " +
        "Value '901' at 'httpEndpointDestinationConfiguration.bufferingHints.intervalInSeconds' failed to satisfy " +
        "constraint: Member must have value less than or equal to 900",
    );
  });

  it("requires what AWS requires of each destination", async () => {
    const required = {
      RedshiftDestinationConfiguration: ["roleARN", "clusterJDBCURL", "copyCommand", "s3Configuration"],
      AmazonopensearchserviceDestinationConfiguration: ["roleARN", "indexName", "s3Configuration"],
      SplunkDestinationConfiguration: ["hECEndpoint", "hECEndpointType", "s3Configuration"],
      HttpEndpointDestinationConfiguration: ["endpointConfiguration", "s3Configuration"],
      ExtendedS3DestinationConfiguration: ["roleARN", "bucketARN"],
    };
    for (const [name, members] of Object.entries(required)) {
      const path = name.charAt(0).toLowerCase() + name.slice(1);
      const failures = members.map(
        (member) => `Value null at '${path}.${member}' failed to satisfy constraint: Member must not be null`,
      );
      expect(await refusal({ [name]: {} })).toBe(
        `ValidationException: ${failures.length} validation errors detected: ${failures.join("; ")}`,
      );
    }
  });

  it("keeps its delivery streams apart by name", async () => {
    const { firehose } = firehoseWith();
    await create(firehose);
    await create(firehose, { DeliveryStreamName: "others", ...extended({}) });
    expect(firehose.deliveryStreams().map(({ settings }) => settings.name)).toEqual([DeliveryStreamName, "others"]);
  });
});
