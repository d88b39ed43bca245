import { DeliverySimulation, lambdaProcessor, processing, type SimulationOptions } from "./delivery-simulation";

/** A delivery stream partitioned by `.customer`, the value of a jq query. */
function byQuery(options: SimulationOptions = {}): DeliverySimulation {
  const simulation = new DeliverySimulation({
    ...options,
    description: {
      Prefix: "data/customer=!{partitionKeyFromQuery:customer}/",
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: processing([
        "MetadataExtraction",
        { MetadataExtractionQuery: "{customer: .customer}", JsonParsingEngine: "JQ-1.6" },
      ]),
      ...options.description,
    },
  });
  simulation.deliveryStream.start();
  return simulation;
}

/** Lets time go on until so many objects are written: jq takes real time, which this clock knows nothing of. */
async function written({ clock, objects }: DeliverySimulation, count: number): Promise<void> {
  while (objects.length < count) await clock.advance(1_000);
}

describe("partitions", () => {
  it("have an object each, under the keys that a jq query finds", async () => {
    const simulation = byQuery();
    simulation.put('{"customer":"a","n":1}\n', '{"customer":"b","n":2}\n', '{"customer":"a","n":3}\n');
    await written(simulation, 2);
    const objects = simulation.objects.map(({ key, text }) => [key.slice(0, key.lastIndexOf("/") + 1), text]);
    expect(objects).toEqual([
      ["data/customer=a/", '{"customer":"a","n":1}\n{"customer":"a","n":3}\n'],
      ["data/customer=b/", '{"customer":"b","n":2}\n'],
    ]);
  });

  it("take keys from the query and the function alike, and only those that the prefix names tell them apart", async () => {
    const simulation = byQuery({
      description: {
        Prefix: "data/!{partitionKeyFromQuery:customer}/!{partitionKeyFromLambda:day}/",
        ProcessingConfiguration: processing(lambdaProcessor(), [
          "MetadataExtraction",
          { MetadataExtractionQuery: "{customer: .customer, n: .n}" },
        ]),
      },
      respond: ({ records }) => ({
        payload: {
          records: records.map(({ recordId, data }) => ({
            recordId,
            data,
            result: "Ok",
            metadata: { partitionKeys: { day: "monday", id: recordId } },
          })),
        },
      }),
    });
    simulation.put('{"customer":"a","n":1}', '{"customer":"a","n":2}');
    await written(simulation, 1);
    expect(simulation.objects.map(({ key }) => key.slice(0, 14))).toEqual(["data/a/monday/"]);
  });

  it("of records without a key are the error output", async () => {
    const simulation = byQuery();
    simulation.put('{"customer":null}', "no JSON", '{"customer":"a"}');
    await written(simulation, 2);
    expect(simulation.errors("metadata-extraction-failed")).toEqual([
      expect.objectContaining({
        errorCode: "DynamicPartitioning.MetadataExtractionFailed",
        errorMessage: "partitionKeys values must not be null or empty",
        rawData: Buffer.from('{"customer":null}').toString("base64"),
      }),
      expect.objectContaining({ errorMessage: "Non JSON record provided" }),
    ]);
    expect(simulation.deliveryStream.statistics).toMatchObject({ delivered: 1, failed: 2, buffered: 0 });
  });

  it("that the function gave no key for are the error output", async () => {
    const simulation = byQuery({
      description: {
        Prefix: "data/!{partitionKeyFromLambda:day}/",
        ProcessingConfiguration: processing(lambdaProcessor()),
      },
    });
    simulation.put("key/1");
    await written(simulation, 1);
    expect(simulation.errors("metadata-extraction-failed")).toHaveLength(1);
  });

  it("with a prefix of more than 512 characters are the error output", async () => {
    const simulation = byQuery();
    simulation.putData([{ data: Buffer.from(JSON.stringify({ customer: "a".repeat(600) })), partitionKey: "key" }]);
    await written(simulation, 1);
    expect(simulation.errors("metadata-extraction-failed")).toEqual([
      expect.objectContaining({ errorMessage: expect.stringContaining("512") }),
    ]);
  });

  it("are at most 500 at a time: records of others go to the error output until one is delivered", async () => {
    const simulation = byQuery({ shards: 1 });
    const records = Array.from({ length: 505 }, (_, customer) => JSON.stringify({ customer }));
    simulation.put(...records.slice(0, 500));
    simulation.put(...records.slice(500), '{"customer":0}');
    await written(simulation, 501);
    expect(simulation.errors("activePartitionExceeded")).toHaveLength(5);
    expect(simulation.errors("activePartitionExceeded")[0]).toMatchObject({
      errorCode: "DynamicPartitioning.ActivePartitionLimitExceeded",
    });
    expect(simulation.objects.filter(({ key }) => key.startsWith("data/"))).toHaveLength(500);
    simulation.put('{"customer":504}');
    await written(simulation, 502);
    expect(simulation.objects.filter(({ key }) => key.startsWith("data/customer=504/"))).toHaveLength(1);
  });
});

describe("records that hold several", () => {
  it("are taken apart, and count as what they hold", async () => {
    const simulation = byQuery({
      description: {
        ProcessingConfiguration: processing(
          ["RecordDeAggregation", { SubRecordType: "JSON" }],
          ["MetadataExtraction", { MetadataExtractionQuery: "{customer: .customer}" }],
          ["AppendDelimiterToRecord"],
        ),
      },
    });
    simulation.put('{"customer":"a"}{"customer":"b"}{"customer":null}', '{"customer":"a"}');
    await written(simulation, 3);
    expect(simulation.lines("data/")).toEqual(['{"customer":"a"}', '{"customer":"a"}', '{"customer":"b"}']);
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 4, delivered: 3, failed: 1, buffered: 0 });
    expect([...simulation.checkpoints.values()]).toEqual([2]);
  });

  it("that can't be decompressed go to the error output", async () => {
    const simulation = byQuery({
      description: {
        Prefix: "data/",
        DynamicPartitioningConfiguration: { Enabled: false },
        ProcessingConfiguration: processing(["Decompression", { CompressionFormat: "GZIP" }]),
      },
    });
    simulation.put("not compressed");
    await written(simulation, 1);
    expect(simulation.errors("decompression-failed")).toHaveLength(1);
  });
});
