import { DeliverySimulation, lambdaProcessor, processing, s3Description } from "./delivery-simulation";

const minuteMs = 60_000;

/** Of an HTTP endpoint of AWS, which is never called, so that every record fails at once. */
function httpEndpoint(S3BackupMode: "AllData" | "FailedDataOnly") {
  const simulation = new DeliverySimulation({
    destination: {
      kind: "http-endpoint",
      description: {
        EndpointConfiguration: { Url: "https://example.execute-api.eu-west-1.amazonaws.com/" },
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
        S3BackupMode,
        S3DestinationDescription: s3Description({ Prefix: "all/" }),
      },
    },
  });
  simulation.deliveryStream.start();
  return simulation;
}

describe("the backup of the source", () => {
  it("has all records as they came, beside what is delivered of them", async () => {
    const simulation = new DeliverySimulation({
      description: {
        S3BackupMode: "Enabled",
        S3BackupDescription: s3Description({ BucketARN: "arn:aws:s3:::backup", Prefix: "source/" }),
        ProcessingConfiguration: processing(lambdaProcessor()),
      },
    });
    simulation.deliveryStream.start();
    simulation.put("key/1\n", "key/2\n");
    await simulation.clock.advance(2 * minuteMs);
    expect(simulation.objects.map(({ bucket, text }) => [bucket, text])).toEqual([
      ["backup", "key/1\nkey/2\n"],
      ["lake", "KEY/1\nKEY/2\n"],
    ]);
  });

  it("of many small records is written before its time, so that records are taken meanwhile", async () => {
    const BufferingHints = { SizeInMBs: 128, IntervalInSeconds: 900 };
    const { deliveryStream, clock } = new DeliverySimulation({
      kind: "DirectPut",
      description: {
        S3BackupMode: "Enabled",
        S3BackupDescription: s3Description({ Prefix: "source/", BufferingHints }),
      },
    });
    const records = Array<Buffer>(100_000).fill(Buffer.from("1\n"));
    for (let batch = 0; batch < 20; batch++) {
      deliveryStream.put(records);
      await clock.advance(1_000);
    }
    expect(deliveryStream.statistics).toMatchObject({ received: 2_000_000, lost: 0 });
  });

  it("holds the source's position until it is written", async () => {
    let refuses = true;
    const simulation = new DeliverySimulation({
      refuses: (key) => refuses && key.startsWith("source/"),
      description: { S3BackupMode: "Enabled", S3BackupDescription: s3Description({ Prefix: "source/" }) },
    });
    simulation.deliveryStream.start();
    simulation.put("key/1\n");
    await simulation.clock.advance(10 * minuteMs);
    expect(simulation.deliveryStream.statistics).toMatchObject({ delivered: 1, buffered: 0 });
    expect([...simulation.checkpoints.values()]).toEqual([0]);
    refuses = false;
    await simulation.clock.advance(2 * minuteMs);
    expect([...simulation.checkpoints.values()]).toEqual([1]);
  });
});

describe("records that a destination does not take", () => {
  it("go to the error output of its S3, with AWS's envelope", async () => {
    const simulation = httpEndpoint("FailedDataOnly");
    simulation.put("key/1\n");
    await simulation.clock.advance(3 * minuteMs);
    expect(simulation.objects).toHaveLength(1);
    expect(simulation.errors("http-endpoint-failed")).toEqual([
      expect.objectContaining({
        errorCode: "Weir.NotCalledLocally",
        rawData: Buffer.from("key/1\n").toString("base64"),
      }),
    ]);
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 1, failed: 1, buffered: 0 });
  });

  it("are in the backup of all data too", async () => {
    const simulation = httpEndpoint("AllData");
    simulation.put("key/1\n");
    await simulation.clock.advance(3 * minuteMs);
    expect(simulation.lines("all/")).toEqual(["key/1"]);
    expect(simulation.errors("http-endpoint-failed")).toHaveLength(1);
  });
});
