import type { RedshiftDestinationDescription } from "@aws-sdk/client-firehose";
import { DeliverySimulation } from "../delivery/delivery-simulation";
import type { ObjectSink } from "../delivery/object-sink";
import { copyStatement, redshiftSink } from "./redshift-sink";

/** A destination with this command; its prefix is `loads/`. */
function destination(CopyCommand: RedshiftDestinationDescription["CopyCommand"]): RedshiftDestinationDescription {
  const RoleARN = "arn:aws:iam::000000000000:role/orders-firehose";
  return {
    RoleARN,
    ClusterJDBCURL: "jdbc:redshift://orders.abc.eu-west-1.redshift.amazonaws.com:5439/shop",
    Username: "loader",
    CopyCommand,
    S3DestinationDescription: {
      RoleARN,
      BucketARN: "arn:aws:s3:::failures",
      Prefix: "loads/",
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      CompressionFormat: "UNCOMPRESSED",
      EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
    },
  };
}

/** An S3 that keeps objects in memory, as text. */
function memorySink(): ObjectSink & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    objects,
    putObject: async (bucket, key, chunks) => void objects.set(`${bucket}/${key}`, Buffer.concat(chunks).toString()),
  };
}

describe("an intermediate object", () => {
  it("gets a manifest that names it, in a folder of the prefix", async () => {
    const sink = memorySink();
    const redshift = redshiftSink(sink, destination({ DataTableName: "events" }), "orders", () => undefined);
    await redshift.putObject("failures", "loads/2026/01/01/00/orders-1.gz", [Buffer.from("a"), Buffer.from("b")]);
    expect([...sink.objects.keys()]).toEqual([
      "failures/loads/2026/01/01/00/orders-1.gz",
      "failures/loads/manifests/2026/01/01/00/orders-1.gz",
    ]);
    expect(sink.objects.get("failures/loads/2026/01/01/00/orders-1.gz")).toBe("ab");
    expect(JSON.parse(sink.objects.get("failures/loads/manifests/2026/01/01/00/orders-1.gz") ?? "")).toEqual({
      entries: [{ url: "s3://failures/loads/2026/01/01/00/orders-1.gz", mandatory: true }],
    });
  });

  it("is told of with the command that would load it, once for all of them", async () => {
    const notices: string[] = [];
    const description = destination({ DataTableName: "events" });
    const redshift = redshiftSink(memorySink(), description, "orders", (text) => notices.push(text));
    await redshift.putObject("failures", "loads/a", []);
    await redshift.putObject("failures", "loads/b", []);
    expect(notices).toEqual([
      "orders: no load into Redshift is run locally, for this object and those after it: " +
        copyStatement(description, "s3://failures/loads/manifests/a"),
    ]);
  });

  it("is refused as S3 refuses it", async () => {
    const sink = { putObject: () => Promise.reject(new Error("NoSuchBucket")) };
    const redshift = redshiftSink(sink, destination({ DataTableName: "events" }), "orders", () => undefined);
    await expect(redshift.putObject("failures", "loads/a", [])).rejects.toThrow("NoSuchBucket");
  });
});

it("is where a delivery to Redshift writes its objects", async () => {
  const description = destination({ DataTableName: "events", CopyOptions: "JSON 'auto'" });
  const simulation = new DeliverySimulation({ destination: { kind: "redshift", description } });
  simulation.deliveryStream.start();
  simulation.put("key/1");
  await simulation.clock.advance(1_000);
  await simulation.deliveryStream.stop({ flush: true });
  const [data, manifest] = simulation.objects;
  expect(data?.key).toMatch(/^loads\/2026\/01\/01\/00\/delivery-stream-1-/);
  expect(manifest?.key).toBe(data?.key.replace(/^loads\//, "loads/manifests/"));
  expect(JSON.parse(manifest?.text ?? "")).toEqual({
    entries: [{ url: `s3://${data?.bucket}/${data?.key}`, mandatory: true }],
  });
  expect(simulation.objects).toHaveLength(2);
  expect(simulation.notices).toEqual([expect.stringContaining(`FROM 's3://failures/${manifest?.key}'`)]);
});

describe("a COPY command", () => {
  it.each([
    [{ DataTableName: "events" }, "COPY events FROM", "MANIFEST;"],
    [
      { DataTableName: "public.events", DataTableColumns: "user_id,value", CopyOptions: "JSON 'auto' GZIP" },
      "COPY public.events (user_id,value) FROM",
      "MANIFEST JSON 'auto' GZIP;",
    ],
  ])("of %j names table, columns and options", (command, start, end) => {
    expect(copyStatement(destination(command), "s3://failures/o'clock")).toBe(
      `${start} 's3://failures/o''clock' CREDENTIALS 'aws_iam_role=arn:aws:iam::000000000000:role/orders-firehose' ${end}`,
    );
  });
});
