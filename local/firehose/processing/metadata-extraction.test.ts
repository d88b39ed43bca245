import fc from "fast-check";
import { createMetadataExtraction } from "./metadata-extraction";

async function extracted(query: string, records: readonly string[]) {
  const { extract } = await createMetadataExtraction(query);
  return extract(records.map((record) => Buffer.from(record)));
}

const keys = (values: Record<string, string>) => ({ kind: "keys", keys: values });
const error = (message: string) => ({ kind: "error", message });

const nullOrEmpty = error("partitionKeys values must not be null or empty");
const notJson = error("Non JSON record provided");

test("The example of AWS's guide gives its keys", async () => {
  const record = { type: { device: "mobile" }, customer_id: "1234567890", event_timestamp: 1565382027 };
  const query =
    '{customer_id: .customer_id, device: .type.device, year: .event_timestamp|strftime("%Y"), hour: .event_timestamp|strftime("%H")}';
  expect(await extracted(query, [JSON.stringify(record)])).toEqual([
    keys({ customer_id: "1234567890", device: "mobile", year: "2019", hour: "20" }),
  ]);
});

test.each([
  ["text", '"a b/c"', keys({ key: "a b/c" })],
  ["a whole number", "1565382027", keys({ key: "1565382027" })],
  ["a fraction", "1.50", keys({ key: "1.5" })],
  ["a number beyond a double", "12345678901234567890", keys({ key: "12345678901234567000" })],
  ["a boolean", "false", keys({ key: "false" })],
  ["null", "null", nullOrEmpty],
  ["empty text", '""', nullOrEmpty],
  ["an object", "{}", error("partitionKeys values must be strings, numbers or booleans: key")],
  ["a list", "[1]", error("partitionKeys values must be strings, numbers or booleans: key")],
])("A key may or may not be %s", async (_, value, expected) => {
  expect(await extracted("{key: .a}", [`{"a":${value}}`])).toEqual([expected]);
});

test.each([
  ["absent", "{}", nullOrEmpty],
  ["of what is no object", "[1]", error('Cannot index array with string "a"')],
  ["of what is not JSON", "{bad", notJson],
  ["of nothing", "", notJson],
  ["of two objects, which only de-aggregation takes apart", '{"a":1}{"a":2}', notJson],
  ["of an object over several lines", '{\n"a":\r\n1}\n', keys({ key: "1" })],
])("A key may be %s", async (_, record, expected) => {
  expect(await extracted("{key: .a}", [record])).toEqual([expected]);
});

test.each([
  ["gives nothing", "empty", error("MetadataExtractionQuery must return one JSON object")],
  ["gives several objects", "{key: (1, 2)}", error("MetadataExtractionQuery must return one JSON object")],
  ["gives text", ".a", error("MetadataExtractionQuery must return one JSON object")],
  ["fails", 'error("no")', error("no")],
  ["reads on", "input", error("input is not allowed")],
  ["stops jq", "halt_error", error("halt is not allowed")],
  ["defines functions and has a comment", "def a: .a; {key: a} # the key", keys({ key: "1" })],
])("A query that %s answers for each record alone", async (_, query, expected) => {
  expect(await extracted(query, ['{"a":"1"}', '{"a":"1"}'])).toEqual([expected, expected]);
});

test("A query that prints is not heard", async () => {
  const warn = jest.spyOn(console, "warn");
  expect(await extracted("debug | stderr | debug(1) | {key: .a}", ['{"a":"1"}'])).toEqual([keys({ key: "1" })]);
  expect(warn).not.toHaveBeenCalled();
});

test.each(["{key: ", "{key: .a}) | (.", "{key: nothing(.a)}", ""])("A query %p is refused", async (query) => {
  await expect(createMetadataExtraction(query)).rejects.toMatchObject({
    code: "InvalidArgumentException",
    message: expect.stringMatching(/^MetadataExtractionQuery: jq: error: .*; got /s),
  });
});

test("A bad record fails alone, wherever it stands among thousands", async () => {
  const { extract } = await createMetadataExtraction("{key: .a}");
  const records = fc.array(fc.oneof(fc.constant(undefined), fc.string({ minLength: 1 })), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(records, async (values) => {
      const repeated = Array.from({ length: 300 }, () => values).flat();
      const json = repeated.map((a) => Buffer.from(a === undefined ? "{bad\n" : JSON.stringify({ a }, null, 1)));
      const expected = repeated.map((a) => (a === undefined ? notJson : keys({ key: a })));
      expect(await extract(json)).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

test("A record on which jq itself breaks fails alone", async () => {
  // 3,000,000,000 times "ab" is more than WebAssembly can address.
  expect(await extracted('{key: ("ab" * .times)}', ['{"times":1}', '{"times":3000000000}', '{"times":2}'])).toEqual([
    keys({ key: "ab" }),
    error("jq failed: memory access out of bounds"),
    keys({ key: "abab" }),
  ]);
});
