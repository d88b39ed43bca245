import { gzipSync } from "node:zlib";
import type { Processor } from "@aws-sdk/client-firehose";
import { DecompressionError, recordProcessor } from "./record-processors";

function processed(data: Buffer | string, ...processors: Processor[]): string[] {
  const whole: readonly Buffer[] = [Buffer.from(data)];
  const records = processors.reduce((parts, each) => parts.flatMap(recordProcessor(each)), whole);
  return records.map((record) => record.toString());
}

function processor(Type: Processor["Type"], parameters: Record<string, string> = {}): Processor {
  const entries = Object.entries(parameters) as [
    NonNullable<Processor["Parameters"]>[number]["ParameterName"],
    string,
  ][];
  return {
    Type,
    Parameters: entries.map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue })),
  };
}

const decompression = processor("Decompression", { CompressionFormat: "GZIP" });
const extraction = processor("CloudWatchLogProcessing", { DataMessageExtraction: "true" });
const byJson = processor("RecordDeAggregation", { SubRecordType: "JSON" });
const newline = processor("AppendDelimiterToRecord");

const logs = {
  messageType: "DATA_MESSAGE",
  owner: "000000000000",
  logGroup: "CloudTrail/logs",
  logEvents: [
    { id: "1", timestamp: 1432826855000, message: '{"eventVersion":"1.03"}' },
    { id: "2", timestamp: 1432826855001, message: '{"eventVersion":"1.04"}' },
  ],
};
const sent = (message: unknown) => gzipSync(JSON.stringify(message));

test("De-aggregation takes a record apart, by JSON or by a delimiter in base64", () => {
  expect(processed('{"a":1}\n{"a":2}', byJson)).toEqual(['{"a":1}', '{"a":2}']);
  const byDelimiter = processor("RecordDeAggregation", { SubRecordType: "DELIMITED", Delimiter: "IyMjIw==" });
  expect(processed("a####b", byDelimiter)).toEqual(["a", "b"]);
});

test.each([
  ["nothing", newline, "data\n"],
  ["the two characters \\n", processor("AppendDelimiterToRecord", { Delimiter: "\\n" }), "data\n"],
  ["a newline", processor("AppendDelimiterToRecord", { Delimiter: "\n" }), "data\n"],
  ["others", processor("AppendDelimiterToRecord", { Delimiter: "||" }), "data||"],
])("A delimiter of %s is appended", (_, append, expected) => {
  expect(processed("data", append)).toEqual([expected]);
});

test("Decompression gives what CloudWatch Logs compressed", () => {
  expect(processed(sent(logs), decompression)).toEqual([JSON.stringify(logs)]);
});

test("Message extraction leaves a line for each log event", () => {
  expect(processed(sent(logs), decompression, extraction)).toEqual([
    '{"eventVersion":"1.03"}\n{"eventVersion":"1.04"}',
  ]);
});

test("Message extraction that is not asked for leaves the metadata", () => {
  const without = processor("CloudWatchLogProcessing", { DataMessageExtraction: "False" });
  expect(processed(sent(logs), decompression, without)).toEqual([JSON.stringify(logs)]);
});

test("Message extraction leaves nothing of a control message", () => {
  const control = { ...logs, messageType: "CONTROL_MESSAGE" };
  expect(processed(sent(control), decompression, extraction)).toEqual([""]);
});

test("Processors follow each other", () => {
  expect(processed(sent(logs), decompression, extraction, byJson, newline)).toEqual([
    '{"eventVersion":"1.03"}\n',
    '{"eventVersion":"1.04"}\n',
  ]);
});

test.each([
  ["that is not compressed", Buffer.from("plain")],
  ["that was cut off", sent(logs).subarray(0, 40)],
  ["that is empty", Buffer.alloc(0)],
  ["that is not JSON", gzipSync("plain")],
  ["that is no log message", sent([1])],
  ["that is null", sent(null)],
  ["that has no log events", sent({ messageType: "DATA_MESSAGE" })],
])("A record %s fails to decompress", (_, data) => {
  expect(() => processed(data, decompression, extraction)).toThrow(DecompressionError);
});

test("A processor that needs more than the record is refused", () => {
  expect(() => recordProcessor(processor("Lambda"))).toThrow("A Lambda processor needs more than the record");
});
