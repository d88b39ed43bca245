import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListDeliveryStreamsCommand,
  type ListDeliveryStreamsCommandInput,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { deleteDeliveryStream } from "./actions/delete-delivery-stream";
import { putRecord } from "./actions/put-record";
import {
  create,
  DeliveryStreamName,
  describeOnly,
  firehoseWith,
  KinesisStreamARN,
  RoleARN,
  s3,
} from "./firehose-fixture";
import { firehoseService } from "./service";

const named = { DeliveryStreamName };
const fed = {
  DeliveryStreamType: "KinesisStreamAsSource" as const,
  KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN },
};

describe("Firehose behind the endpoint, by the AWS SDK", () => {
  let test: ReturnType<typeof firehoseWith>;
  let endpoint: Endpoint;
  let client: FirehoseClient;

  beforeEach(async () => {
    test = firehoseWith();
    const { accountId, region } = test.firehose;
    endpoint = await startEndpoint({ port: 0, services: [firehoseService(test.firehose)], accountId, region });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    client = new FirehoseClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  const describeStream = async () =>
    (await client.send(new DescribeDeliveryStreamCommand(named))).DeliveryStreamDescription;

  it("makes, describes and updates a delivery stream", async () => {
    const ExtendedS3DestinationConfiguration = { ...s3, Prefix: "data/" };
    const { DeliveryStreamARN } = await client.send(
      new CreateDeliveryStreamCommand({ ...named, ...fed, ExtendedS3DestinationConfiguration }),
    );
    expect(DeliveryStreamARN).toBe("arn:aws:firehose:ap-northeast-1:000000000000:deliverystream/orders");
    const CreateTimestamp = new Date(test.clock.now());
    expect(await describeStream()).toMatchObject({
      DeliveryStreamName,
      DeliveryStreamARN,
      DeliveryStreamStatus: "ACTIVE",
      DeliveryStreamType: "KinesisStreamAsSource",
      VersionId: "1",
      CreateTimestamp,
      Source: {
        KinesisStreamSourceDescription: { KinesisStreamARN, RoleARN, DeliveryStartTimestamp: CreateTimestamp },
      },
      Destinations: [
        {
          DestinationId: "destinationId-000000000001",
          S3DestinationDescription: { ...s3, Prefix: "data/" },
          ExtendedS3DestinationDescription: { ...s3, Prefix: "data/", S3BackupMode: "Disabled" },
        },
      ],
      HasMoreDestinations: false,
    });
    const update = new UpdateDestinationCommand({
      ...named,
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      ExtendedS3DestinationUpdate: { Prefix: "orders/" },
    });
    await client.send(update);
    expect((await describeStream())?.VersionId).toBe("2");
    await expect(client.send(update)).rejects.toMatchObject({ name: "ConcurrentModificationException" });
  });

  it("delivers what is put when a delivery stream is deleted, and knows it no longer", async () => {
    await create(test.firehose);
    await client.send(new PutRecordCommand({ ...named, Record: { Data: Buffer.from("one\n") } }));
    const Records = [{ Data: Buffer.from("two\n") }, { Data: Uint8Array.from([0xf0, 0x9f, 0x94, 0x91]) }];
    const { FailedPutCount, RequestResponses } = await client.send(new PutRecordBatchCommand({ ...named, Records }));
    expect(FailedPutCount).toBe(0);
    expect(RequestResponses).toEqual([{ RecordId: expect.any(String) }, { RecordId: expect.any(String) }]);
    await client.send(new DeleteDeliveryStreamCommand(named));
    expect(test.objects.map(({ bucket, text }) => [bucket, text])).toEqual([["lake", "one\ntwo\n🔑"]]);
    await expect(describeStream()).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Firehose orders under account 000000000000 not found.",
    });
    await create(test.firehose);
    await client.send(new PutRecordCommand({ ...named, Record: { Data: Buffer.from("four") } }));
    expect(test.firehose.statistics()).toEqual([
      expect.objectContaining({ received: 1, delivered: 0 }),
      expect.objectContaining({ received: 3, delivered: 3 }),
    ]);
  });

  it("says of one that it is being deleted while its last records are delivered, and deletes none that is not made yet", async () => {
    await create(test.firehose);
    await client.send(new PutRecordCommand({ ...named, Record: { Data: Buffer.from("one") } }));
    const deleted = Promise.all([1, 2].map(() => deleteDeliveryStream(test.firehose, named)));
    expect(describeOnly(test.firehose).stream.DeliveryStreamStatus).toBe("DELETING");
    expect(() => putRecord(test.firehose, { ...named, Record: { Data: "" } })).toThrow("not found");
    await deleted;
    expect(test.objects.map(({ text }) => text)).toEqual(["one"]);

    const { firehose } = firehoseWith({ creatingMs: 1 });
    await create(firehose);
    await expect(deleteDeliveryStream(firehose, named)).rejects.toMatchObject({
      code: "ResourceInUseException",
      message: "Firehose orders under account 000000000000 cannot be deleted in CREATING state",
    });
  });

  it("lists delivery streams by name, ten at a time, and by type", async () => {
    const names = Array.from({ length: 12 }, (_, position) => `stream-${String.fromCharCode(97 + position)}`);
    for (const name of [...names].reverse()) {
      await create(test.firehose, {
        DeliveryStreamName: name,
        ExtendedS3DestinationConfiguration: s3,
        ...(name === "stream-c" ? fed : {}),
      });
    }
    const list = async (input: ListDeliveryStreamsCommandInput) => {
      const { DeliveryStreamNames, HasMoreDeliveryStreams } = await client.send(new ListDeliveryStreamsCommand(input));
      return { DeliveryStreamNames, HasMoreDeliveryStreams };
    };
    expect(await list({})).toEqual({ DeliveryStreamNames: names.slice(0, 10), HasMoreDeliveryStreams: true });
    expect(await list({ ExclusiveStartDeliveryStreamName: "stream-j" })).toEqual({
      DeliveryStreamNames: names.slice(10),
      HasMoreDeliveryStreams: false,
    });
    expect(await list({ DeliveryStreamType: "KinesisStreamAsSource", Limit: 1 })).toEqual({
      DeliveryStreamNames: ["stream-c"],
      HasMoreDeliveryStreams: false,
    });
  });

  it("turns encryption on and off, but for what Kinesis feeds", async () => {
    await create(test.firehose);
    const status = async () => (await describeStream())?.DeliveryStreamEncryptionConfiguration;
    expect(await status()).toEqual({ Status: "DISABLED" });
    await client.send(new StartDeliveryStreamEncryptionCommand(named));
    expect(await status()).toEqual({ KeyType: "AWS_OWNED_CMK", Status: "ENABLED" });
    const put = new PutRecordCommand({ ...named, Record: { Data: Buffer.from("one") } });
    expect(await client.send(put)).toMatchObject({ Encrypted: true });
    await client.send(new StopDeliveryStreamEncryptionCommand(named));
    expect(await client.send(put)).toMatchObject({ Encrypted: false });

    await create(test.firehose, { DeliveryStreamName: "fed", ...fed, ExtendedS3DestinationConfiguration: s3 });
    for (const Command of [StartDeliveryStreamEncryptionCommand, StopDeliveryStreamEncryptionCommand]) {
      await expect(client.send(new Command({ DeliveryStreamName: "fed" }))).rejects.toMatchObject({
        name: "InvalidArgumentException",
        message: expect.stringContaining("only allowed for direct put delivery streams"),
      });
    }
  });

  it("tags delivery streams, up to fifty times", async () => {
    const Tags = [{ Key: "team", Value: "web" }, { Key: "größe" }];
    await client.send(new CreateDeliveryStreamCommand({ ...named, ExtendedS3DestinationConfiguration: s3, Tags }));
    await client.send(new TagDeliveryStreamCommand({ ...named, Tags: [{ Key: "team", Value: "data" }, { Key: "a" }] }));
    await client.send(new UntagDeliveryStreamCommand({ ...named, TagKeys: ["größe", "absent"] }));
    const list = new ListTagsForDeliveryStreamCommand({ ...named, Limit: 1 });
    expect(await client.send(list)).toMatchObject({ Tags: [{ Key: "a", Value: "" }], HasMoreTags: true });
    const rest = new ListTagsForDeliveryStreamCommand({ ...named, ExclusiveStartTagKey: "a" });
    expect(await client.send(rest)).toMatchObject({ Tags: [{ Key: "team", Value: "data" }], HasMoreTags: false });
    const many = Array.from({ length: 49 }, (_, position) => ({ Key: `key-${position}`, Value: "" }));
    await expect(client.send(new TagDeliveryStreamCommand({ ...named, Tags: many }))).rejects.toMatchObject({
      name: "LimitExceededException",
    });
    await expect(
      client.send(new TagDeliveryStreamCommand({ ...named, Tags: [{ Key: "aws:reserved", Value: "" }] })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Value 'aws:reserved' at 'tags.1.member.key' failed to satisfy constraint"),
    });
  });
});
