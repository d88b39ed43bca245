import { BucketARN, create, DeliveryStreamName, describeOnly, firehoseWith, RoleARN, s3 } from "../firehose-fixture";
import { putRecord } from "./put-record";
import { updateDestination } from "./update-destination";

const DestinationId = "destinationId-000000000001";
const CustomTimeZone = "Asia/Tokyo";
const http = { EndpointConfiguration: { Url: "https://example.com", AccessKey: "secret-1" }, S3Configuration: s3 };
const splunk = { HECEndpoint: "https://splunk:8088", HECEndpointType: "Raw", HECToken: "token", S3Configuration: s3 };
const opensearch = { RoleARN, IndexName: "orders", ClusterEndpoint: "https://search", S3Configuration: s3 };

/** A delivery stream, by default to S3, and what updates it from its present version. */
async function created(input?: object) {
  const test = firehoseWith();
  await create(test.firehose, input);
  const update = (given: object) =>
    updateDestination(test.firehose, {
      DeliveryStreamName,
      DestinationId,
      CurrentDeliveryStreamVersionId: describeOnly(test.firehose).stream.VersionId,
      ...given,
    });
  return { ...test, update, describe: () => describeOnly(test.firehose) };
}

describe("UpdateDestination", () => {
  it("keeps what it does not name, and counts the version up", async () => {
    const { update, describe, clock } = await created({
      ExtendedS3DestinationConfiguration: { ...s3, Prefix: "data/", CompressionFormat: "GZIP", CustomTimeZone },
    });
    await clock.advance(1_000);
    await update({ ExtendedS3DestinationUpdate: { Prefix: "orders/" } });
    const { stream, destination } = describe();
    expect(destination.ExtendedS3DestinationDescription).toMatchObject({
      ...s3,
      Prefix: "orders/",
      CompressionFormat: "GZIP",
      CustomTimeZone,
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    });
    expect(stream).toMatchObject({ VersionId: "2", LastUpdateTimestamp: clock.now() / 1000 });
  });

  it("takes the older update of S3 too, and keeps what that has no member for", async () => {
    const { update, describe } = await created({
      ExtendedS3DestinationConfiguration: { ...s3, FileExtension: ".jsonl" },
    });
    await update({ S3DestinationUpdate: { CompressionFormat: "GZIP" } });
    expect(describe().destination.ExtendedS3DestinationDescription).toMatchObject({
      CompressionFormat: "GZIP",
      FileExtension: ".jsonl",
    });
  });

  it("is in force for what is put after it, and what was put before goes where it was to go", async () => {
    const { update, firehose, objects, clock } = await created({
      ExtendedS3DestinationConfiguration: { ...s3, Prefix: "before/" },
    });
    const put = (text: string) =>
      putRecord(firehose, { DeliveryStreamName, Record: { Data: Buffer.from(text).toString("base64") } });
    put("one");
    await update({
      ExtendedS3DestinationUpdate: { Prefix: "after/", BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } },
    });
    put("two");
    await clock.advance(60_000);
    expect(objects).toEqual([
      expect.objectContaining({ key: expect.stringMatching(/^before\/.*\/orders-1-/), text: "one" }),
      expect.objectContaining({ key: expect.stringMatching(/^after\/.*\/orders-2-/), text: "two" }),
    ]);
  });

  it("is refused when another came between", async () => {
    const { update } = await created();
    await expect(update({ CurrentDeliveryStreamVersionId: "7", S3DestinationUpdate: {} })).rejects.toThrow(
      expect.objectContaining({
        code: "ConcurrentModificationException",
        message:
          "Cannot update firehose: orders since the current version id: 1 and specified version id: 7 do not match",
      }),
    );
  });

  it("changes nothing when it is refused", async () => {
    const { update, describe } = await created();
    const before = describe();
    const refusals: [string, object][] = [
      ["Destination Id elsewhere not found", { DestinationId: "elsewhere", S3DestinationUpdate: {} }],
      ["Exactly one destination configuration is supported for a Firehose", {}],
      [
        "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
        {
          ExtendedS3DestinationUpdate: {
            Prefix: "data/!{partitionKeyFromLambda:day}/",
            ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
          },
        },
      ],
      [
        "S3 backup destination configuration is required when enabling S3 backup.",
        { ExtendedS3DestinationUpdate: { S3BackupMode: "Enabled" } },
      ],
      ["RoleARN must not be null", { ExtendedS3DestinationUpdate: { S3BackupUpdate: { BucketARN } } }],
    ];
    for (const [message, given] of refusals) {
      await expect(update(given)).rejects.toThrow(
        expect.objectContaining({ code: "InvalidArgumentException", message }),
      );
    }
    expect(describe()).toEqual(before);
  });

  it("neither begins nor ends dynamic partitioning", async () => {
    const Parameters = [
      { ParameterName: "LambdaArn", ParameterValue: "arn:aws:lambda:eu-west-1:000000000000:function:f" },
    ];
    const partitioned = {
      Prefix: "data/!{partitionKeyFromLambda:day}/",
      ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: "Lambda", Parameters }] },
    };
    const message = "Dynamic Partitioning can only be enabled, for good, when a delivery stream is created.";
    const plain = await created();
    await expect(plain.update({ ExtendedS3DestinationUpdate: partitioned })).rejects.toThrow(message);
    const { update } = await created({ ExtendedS3DestinationConfiguration: { ...s3, ...partitioned } });
    await expect(
      update({
        ExtendedS3DestinationUpdate: { Prefix: "data/", DynamicPartitioningConfiguration: { Enabled: false } },
      }),
    ).rejects.toThrow(message);
  });

  it("begins a backup of the source, and never ends one", async () => {
    const { update, describe } = await created();
    await update({
      ExtendedS3DestinationUpdate: { S3BackupMode: "Enabled", S3BackupUpdate: { ...s3, Prefix: "source/" } },
    });
    expect(describe().destination.ExtendedS3DestinationDescription).toMatchObject({
      S3BackupMode: "Enabled",
      S3BackupDescription: { ...s3, Prefix: "source/", CompressionFormat: "UNCOMPRESSED" },
    });
    await expect(update({ ExtendedS3DestinationUpdate: { S3BackupMode: "Disabled" } })).rejects.toThrow(
      "S3BackupMode cannot be updated from Enabled to Disabled.",
    );
    const toSplunk = await created({ SplunkDestinationConfiguration: { ...splunk, S3BackupMode: "AllEvents" } });
    await expect(toSplunk.update({ SplunkDestinationUpdate: { S3BackupMode: "FailedEventsOnly" } })).rejects.toThrow(
      "S3BackupMode cannot be updated from AllEvents to FailedEventsOnly.",
    );
  });

  it("keeps secrets, for the engine, until it names others", async () => {
    const { update, firehose } = await created({ HttpEndpointDestinationConfiguration: http });
    const accessKey = () => firehose.deliveryStream(DeliveryStreamName).settings.destination;
    await update({ HttpEndpointDestinationUpdate: { RetryOptions: { DurationInSeconds: 1 } } });
    expect(accessKey()).toMatchObject({
      accessKey: "secret-1",
      description: { RetryOptions: { DurationInSeconds: 1 } },
    });
    await update({
      HttpEndpointDestinationUpdate: { EndpointConfiguration: { Url: "https://x", AccessKey: "secret-2" } },
    });
    expect(accessKey()).toMatchObject({ accessKey: "secret-2" });
  });

  it("puts an endpoint of OpenSearch in the place of a domain", async () => {
    const DomainARN = "arn:aws:es:ap-northeast-1:000000000000:domain/orders";
    const { update, describe } = await created({
      AmazonopensearchserviceDestinationConfiguration: { ...opensearch, ClusterEndpoint: undefined, DomainARN },
    });
    await update({ AmazonopensearchserviceDestinationUpdate: { ClusterEndpoint: "https://search" } });
    const { AmazonopensearchserviceDestinationDescription: description } = describe().destination;
    expect(description).toMatchObject({ ClusterEndpoint: "https://search", IndexName: "orders" });
    expect(description?.DomainARN).toBeUndefined();
  });

  it("replaces a destination by one of another kind, which must be whole", async () => {
    const { update, describe } = await created();
    const { S3Configuration: S3Update, ...members } = http;
    await expect(update({ HttpEndpointDestinationUpdate: members })).rejects.toThrow(
      "1 validation error detected: Value null at 'httpEndpointDestinationConfiguration.s3Configuration' failed to " +
        "satisfy constraint: Member must not be null",
    );
    await update({ HttpEndpointDestinationUpdate: { ...members, S3Update } });
    const { stream, destination } = describe();
    expect(destination).toEqual({
      DestinationId,
      HttpEndpointDestinationDescription: expect.objectContaining({ S3BackupMode: "FailedDataOnly" }),
    });
    expect(stream.VersionId).toBe("2");
  });

  it("does not leave OpenSearch", async () => {
    const { update } = await created({ AmazonopensearchserviceDestinationConfiguration: opensearch });
    await expect(update({ ExtendedS3DestinationUpdate: s3 })).rejects.toThrow(
      "Switching between Amazon OpenSearch Service and other services is not supported.",
    );
  });

  it("waits for a delivery stream that is being created", async () => {
    const { firehose } = firehoseWith({ creatingMs: 1_000 });
    await create(firehose);
    const given = { DeliveryStreamName, DestinationId, CurrentDeliveryStreamVersionId: "1", S3DestinationUpdate: {} };
    await expect(updateDestination(firehose, given)).rejects.toThrow(
      expect.objectContaining({
        code: "ResourceInUseException",
        message: "Cannot update firehose: orders when it is in CREATING status",
      }),
    );
  });
});
