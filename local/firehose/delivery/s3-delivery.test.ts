import type { DataFormatConversionConfiguration } from "@aws-sdk/client-firehose";
import { DeliverySimulation, type SimulationOptions } from "./delivery-simulation";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const toParquet: DataFormatConversionConfiguration = {
  Enabled: true,
  SchemaConfiguration: {
    CatalogId: "000000000000",
    DatabaseName: "lake",
    TableName: "events",
    Region: "eu-west-1",
    VersionId: "LATEST",
  },
  InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
  OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
};

/** A delivery stream that converts by the table `events`, whose only column is a number. */
function converting(options: SimulationOptions = {}): DeliverySimulation {
  const description = { DataFormatConversionConfiguration: toParquet, ...options.description };
  const simulation = new DeliverySimulation({ ...options, description });
  simulation.glue.putTable({
    databaseName: "lake",
    name: "events",
    columns: [{ name: "value", type: "int" }],
    partitionKeys: [],
    location: "s3://lake/data/",
  });
  simulation.deliveryStream.start();
  return simulation;
}

describe("format conversion", () => {
  it("makes a Parquet file of a buffer, and errors of what does not fit the table", async () => {
    const simulation = converting();
    simulation.put('{"value":1}', '{"value":"one"}', '{"value":2}');
    await simulation.clock.advance(minuteMs);
    const [object] = simulation.objects;
    expect(object?.key).toMatch(/^data\/2026\/01\/01\/00\/delivery-stream-1-.+\.parquet$/);
    expect(object?.text).toMatch(/^PAR1.+PAR1$/s);
    await simulation.clock.advance(minuteMs);
    expect(simulation.errors("format-conversion-failed")).toEqual([
      {
        attemptsMade: 1,
        arrivalTimestamp: Date.UTC(2026, 0, 1),
        lastErrorCode: "DataFormatConversion.MalformedData",
        lastErrorMessage: expect.any(String),
        attemptEndingTimestamp: Date.UTC(2026, 0, 1) + minuteMs,
        rawData: Buffer.from('{"value":"one"}').toString("base64"),
        sequenceNumber: expect.stringMatching(/^\d{56}$/),
        subSequenceNumber: 0,
        dataCatalogTable: {
          catalogId: "000000000000",
          databaseName: "lake",
          tableName: "events",
          region: "eu-west-1",
          versionId: "LATEST",
        },
      },
    ]);
    expect(simulation.objects.at(-1)?.key).not.toContain(".parquet");
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 3, delivered: 2, failed: 1, buffered: 0 });
  });

  it.each<[string, Partial<DataFormatConversionConfiguration>, string]>([
    [
      "there is no such table",
      { SchemaConfiguration: { DatabaseName: "lake", TableName: "typo" } },
      "Table typo not found",
    ],
    [
      "the format is ORC",
      { OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } },
      "ORC is not written locally",
    ],
  ])("fails all records when %s", async (_, different, message) => {
    const DataFormatConversionConfiguration = { ...toParquet, ...different };
    const simulation = converting({ description: { DataFormatConversionConfiguration } });
    simulation.put('{"value":1}', '{"value":2}');
    await simulation.clock.advance(2 * minuteMs);
    const failed = expect.objectContaining({
      lastErrorCode: "DataFormatConversion.InvalidSchema",
      lastErrorMessage: expect.stringContaining(message),
    });
    expect(simulation.errors("format-conversion-failed")).toEqual([failed, failed]);
  });

  it("tries to write its errors for as long as it takes", async () => {
    let refuses = true;
    const simulation = converting({ refuses: () => refuses });
    simulation.put('{"value":"one"}');
    await simulation.clock.advance(30 * hourMs);
    expect(simulation.deliveryStream.statistics).toMatchObject({ buffered: 1, lost: 0 });
    refuses = false;
    await simulation.clock.advance(2 * minuteMs);
    expect(simulation.deliveryStream.statistics).toMatchObject({ failed: 1, buffered: 0 });
  });
});
