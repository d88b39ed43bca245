import { EnvironmentError } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { variables } from "../functions/data-transform/contract";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne } from "../test/exactly-one";
import { type PolicyStatement, statementsOf } from "../test/policies";
import { templatesOf } from "../test/templates-of";

type DeliveryInput = NonNullable<Changes["deliveries"]>[string];

const { deliveries } = everyDestination;

/** The delivery stack of an environment whose only delivery is the one given, under the key `one`. */
function deliveryOf(one: DeliveryInput, changes: Changes = {}) {
  const input = environmentInput({ ...everyDestination, deliveries: { one }, ...changes });
  return templatesOf(parseEnvironment("environment", input)).delivery;
}

const theStream = (one: DeliveryInput, changes?: Changes) =>
  exactlyOne(deliveryOf(one, changes), "aws_kinesis_firehose_delivery_stream");

function permissions(one: DeliveryInput, changes?: Changes): Record<string, PolicyStatement> {
  const all = statementsOf(deliveryOf(one, changes));
  const own = all.filter(({ where }) => where.startsWith("aws_iam_role_policy.DeliveryStreams_"));
  return Object.fromEntries(own.map((statement) => [statement.Sid, statement]));
}

describe("a delivery stream", () => {
  it("has the names of its environment, and reads the environment's stream", () => {
    const template = deliveryOf(deliveries.parquet);
    expect(exactlyOne(template, "aws_kinesis_firehose_delivery_stream")).toMatchObject({
      name: "kinesis-streaming-test-one",
      kinesis_source_configuration: {
        kinesis_stream_arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream",
      },
    });
    const named = (suffix: string) => ({ name: `kinesis-streaming-test-one${suffix}` });
    expect(exactlyOne(template, "aws_iam_role", ({ name }) => String(name).endsWith("firehose"))).toMatchObject(
      named("-firehose"),
    );
    const isFirehoses = ({ name }: { readonly [field: string]: unknown }) => String(name).startsWith("/aws/kinesis");
    expect(exactlyOne(template, "aws_cloudwatch_log_group", isFirehoses)).toMatchObject({
      name: "/aws/kinesisfirehose/kinesis-streaming-test-one",
    });
  });

  it("can't be destroyed where the environment is protected", () => {
    expect(theStream(deliveries.endpoint, { deletionProtection: true })).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  });

  it("writes to the lake if it delivers to S3, and else to the failures' bucket", () => {
    const buckets = (one: DeliveryInput) => permissions(one)["ListBuckets"]?.Resource;
    expect(buckets(deliveries.parquet)).toEqual(["arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012"]);
    for (const one of [deliveries.redshift, deliveries.search, deliveries.splunk, deliveries.endpoint]) {
      expect(buckets(one)).toEqual(["arn:aws:s3:::kinesis-streaming-test-failures-123456789012"]);
    }
  });

  it("converts to the table of the lake that it names, in that table's format", () => {
    expect(theStream(deliveries.parquet)).toMatchObject({
      extended_s3_configuration: {
        compression_format: "UNCOMPRESSED",
        data_format_conversion_configuration: {
          output_format_configuration: { serializer: { parquet_ser_de: {} } },
          schema_configuration: { database_name: expect.stringContaining("_test_"), table_name: "events" },
        },
      },
    });
    expect(theStream(deliveries.orc)).toMatchObject({
      extended_s3_configuration: {
        data_format_conversion_configuration: { output_format_configuration: { serializer: { orc_ser_de: {} } } },
      },
    });
    expect(theStream(deliveries.records)["extended_s3_configuration"]).not.toHaveProperty(
      "data_format_conversion_configuration",
    );
  });
});

describe("keys of the environment's own", () => {
  const ours: Changes = { encryption: "customer-managed" };

  it("may be used through the service that encrypts, for what the delivery reads and writes", () => {
    expect(permissions(deliveries.parquet, ours)).toMatchObject({
      DecryptStream: {
        Action: ["kms:Decrypt"],
        Resource: [expect.stringContaining("StreamsKey")],
        Condition: {
          StringEquals: {
            "kms:ViaService": "kinesis.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:aws:kinesis:arn":
              "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream",
          },
        },
      },
      EncryptObjects: {
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: [expect.stringContaining("BucketsKey")],
        Condition: {
          StringEquals: {
            "kms:ViaService": "s3.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012",
          },
        },
      },
    });
    expect(permissions(deliveries.endpoint, ours)["EncryptObjects"]?.Condition?.["StringEquals"]).toMatchObject({
      "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::kinesis-streaming-test-failures-123456789012",
    });
  });

  it("encrypt what is put directly where the delivery asks for that, whatever encrypts the rest", () => {
    const source = { kind: "direct-put", encryption: "customer-managed" } as const;
    expect(theStream({ ...deliveries.redshift, source }, { encryption: "aws-managed" })).toMatchObject({
      server_side_encryption: { key_type: "CUSTOMER_MANAGED_CMK", key_arn: expect.stringContaining("DeliveriesKey") },
    });
  });

  it("are asked for only where there are any", () => {
    expect(permissions(deliveries.redshift, ours)).not.toHaveProperty("DecryptStream");
    for (const statement of ["DecryptStream", "EncryptObjects"]) {
      expect(permissions(deliveries.parquet)).not.toHaveProperty(statement);
    }
  });
});

describe("a transform", () => {
  const theFunction = (one: DeliveryInput) => exactlyOne(deliveryOf(one), "aws_lambda_function");

  it("is a function with a name, a role and a log group of its own", () => {
    const name = "kinesis-streaming-test-search-transform";
    const template = deliveryOf(deliveries.search);
    expect(theFunction(deliveries.search)).toMatchObject({
      function_name: name,
      timeout: 60,
      environment: { variables: { [variables.environment]: "test" } },
    });
    for (const type of ["aws_iam_role", "aws_cloudwatch_log_group"]) {
      expect(exactlyOne(template, type, (resource) => String(resource["name"]).endsWith(name))).toBeDefined();
    }
  });

  it("is invoked by its delivery stream, whose role may invoke that function alone", () => {
    const qualified = expect.stringMatching(/^\$\{aws_lambda_function\.Functions_one_\w+\.arn\}:\$LATEST$/);
    const parameters = [
      { parameter_name: "LambdaArn", parameter_value: qualified },
      { parameter_name: "BufferSizeInMBs", parameter_value: "0.2" },
      { parameter_name: "BufferIntervalInSeconds", parameter_value: "30" },
      { parameter_name: "NumberOfRetries", parameter_value: "1" },
    ];
    expect(theStream(deliveries.parquet)).toMatchObject({
      extended_s3_configuration: { processing_configuration: { processors: [{ type: "Lambda", parameters }] } },
    });
    expect(permissions(deliveries.parquet)["Transform"]?.Resource).toEqual([qualified]);
  });

  it("is absent where there is none", () => {
    expect(deliveryOf(deliveries.endpoint).resource).not.toHaveProperty("aws_lambda_function");
  });
});

describe("what AWS would refuse, or take and lose from sight, is refused before anything is made", () => {
  const { parquet, partitioned, redshift, search, splunk, endpoint, records } = deliveries;

  it.each<[string, object, string]>([
    ["Parquet in GZIP", { ...parquet, destination: { ...parquet.destination, compression: "gzip" } }, "compression"],
    [
      "dynamic partitioning in small objects",
      { ...partitioned, destination: { ...partitioned.destination, bufferMebibytes: 5, bufferSeconds: 60 } },
      "bufferMebibytes",
    ],
    ["no URL for Redshift", { ...redshift, destination: { ...redshift.destination, jdbcUrl: undefined } }, "jdbcUrl"],
    [
      "ZIP, which COPY does not read",
      { ...redshift, destination: { ...redshift.destination, intermediate: { compression: "zip" } } },
      "compression",
    ],
    ["no index", { ...search, destination: { ...search.destination, indexName: undefined } }, "indexName"],
    [
      "no endpoint of Splunk",
      { ...splunk, destination: { ...splunk.destination, hecEndpoint: undefined } },
      "hecEndpoint",
    ],
    [
      "a Splunk that may take ten seconds to acknowledge",
      { ...splunk, destination: { ...splunk.destination, acknowledgmentTimeoutSeconds: 10 } },
      "acknowledgmentTimeoutSeconds",
    ],
    ["plain HTTP", { ...endpoint, destination: { ...endpoint.destination, url: "http://in.example.com" } }, "url"],
    [
      "encryption beside a stream",
      { ...records, source: { stream: "data-stream", encryption: "aws-owned" } },
      "source",
    ],
  ])("%s", (_what, one, field) => {
    const input = { ...environmentInput(everyDestination), deliveries: { one } };
    const parsing = () => parseEnvironment("environment", input);
    expect(parsing).toThrow(EnvironmentError);
    expect(parsing).toThrow(new RegExp(`deliveries\\.one\\.\\S*${field}`));
  });
});

it("shows delivery streams and their log groups", () => {
  expect(deliveryOf(deliveries.endpoint)).toMatchObject({
    output: {
      deliveryStreams: { value: { one: { name: "kinesis-streaming-test-one" } } },
      logGroups: { value: { one: { name: "/aws/kinesisfirehose/kinesis-streaming-test-one" } } },
    },
  });
});
