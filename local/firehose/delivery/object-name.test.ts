import { seededRandom } from "../../random";
import { fileExtension, objectName } from "./object-name";

const naming = {
  streamName: "kinesis-streaming-dev-delivery-stream",
  versionId: "3",
  arrivalMs: Date.UTC(2026, 1, 3, 22, 5, 6),
  extension: ".gz",
};

test("An object is named by its stream, the version, its oldest record's arrival and a UUID", () => {
  expect(objectName({ ...naming, random: seededRandom(1) })).toBe(
    `kinesis-streaming-dev-delivery-stream-3-2026-02-03-22-05-06-${seededRandom(1).uuid()}.gz`,
  );
});

test("An object's name follows the destination's time zone", () => {
  const name = objectName({ ...naming, timeZone: "Asia/Tokyo", random: seededRandom(1) });
  expect(name).toContain("-2026-02-04-07-05-06-");
});

describe("fileExtension", () => {
  test.each([
    [undefined, ""],
    ["UNCOMPRESSED", ""],
    ["GZIP", ".gz"],
    ["ZIP", ".zip"],
    ["Snappy", ".snappy"],
    ["HADOOP_SNAPPY", ".snappy"],
  ] as const)("of %s is %p", (CompressionFormat, expected) => {
    expect(fileExtension({ CompressionFormat })).toBe(expected);
  });

  const parquet = { OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } } };
  const orc = { OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } };

  test.each([
    [".parquet", { DataFormatConversionConfiguration: parquet }],
    [".orc", { DataFormatConversionConfiguration: { Enabled: true, ...orc } }],
    [".gz", { CompressionFormat: "GZIP", DataFormatConversionConfiguration: { Enabled: false, ...parquet } }],
    [".log.gz", { CompressionFormat: "GZIP", FileExtension: ".log.gz" }],
    [".data", { DataFormatConversionConfiguration: parquet, FileExtension: ".data" }],
    // An empty one stands for none.
    [".gz", { CompressionFormat: "GZIP", FileExtension: "" }],
  ] as const)("is %s for %j", (expected, destination) => {
    expect(fileExtension(destination)).toBe(expected);
  });
});
