import { compileFilters } from "./filter-criteria";

/** Whether a record with this data and key passes the filters. */
function passes(data: unknown, ...patterns: object[]): boolean {
  const bytes = Buffer.from(typeof data === "string" ? data : JSON.stringify(data));
  const matches = compileFilters(patterns.map((pattern) => JSON.stringify(pattern)));
  const record = { index: 0, sequenceNumber: "1", arrivalMs: 0, partitionKey: "key-1", sizeBytes: 0 };
  return matches({ ...record, bytes, data: bytes.toString("base64") });
}

const event = {
  type: "CLICK",
  value: 5,
  ok: true,
  none: null,
  tags: ["a", "b"],
  user: { id: "U1", items: [{ n: 1 }, { n: 2 }] },
};

it.each([
  ["an equal string", { type: ["CLICK"] }, { type: ["VIEW"] }],
  ["one of several values", { type: ["VIEW", "CLICK"] }, { type: ["VIEW", "BUY"] }],
  ["a number", { value: [5] }, { value: ["5"] }],
  ["a boolean", { ok: [true] }, { ok: [false] }],
  ["null", { none: [null] }, { type: [null] }],
  ["all fields", { type: ["CLICK"], value: [5] }, { type: ["CLICK"], value: [6] }],
  ["a nested field", { user: { id: ["U1"] } }, { user: { id: ["U2"] } }],
  ["an element of a list", { tags: ["b"] }, { tags: ["c"] }],
  ["a field of an object in a list", { user: { items: { n: [2] } } }, { user: { items: { n: [3] } } }],
  ["a beginning", { type: [{ prefix: "CL" }] }, { type: [{ prefix: "LI" }] }],
  ["a beginning in any case", { type: [{ prefix: { "equals-ignore-case": "cl" } }] }, { type: [{ prefix: "cl" }] }],
  ["an end", { type: [{ suffix: "CK" }] }, { type: [{ suffix: "CL" }] }],
  ["equality in any case", { type: [{ "equals-ignore-case": "click" }] }, { type: [{ "equals-ignore-case": "clic" }] }],
  ["anything but a value", { type: [{ "anything-but": "VIEW" }] }, { type: [{ "anything-but": "CLICK" }] }],
  ["anything but several", { type: [{ "anything-but": ["A", "B"] }] }, { type: [{ "anything-but": ["A", "CLICK"] }] }],
  [
    "anything but a beginning",
    { type: [{ "anything-but": { prefix: "V" } }] },
    { type: [{ "anything-but": { prefix: "C" } }] },
  ],
  [
    "anything but, of a field that is there",
    { type: [{ "anything-but": "X" }] },
    { missing: [{ "anything-but": "X" }] },
  ],
  ["a bound", { value: [{ numeric: [">", 4] }] }, { value: [{ numeric: [">", 5] }] }],
  ["a range", { value: [{ numeric: [">=", 5, "<", 6] }] }, { value: [{ numeric: [">", 0, "<=", 4] }] }],
  ["a number in numeric terms", { value: [{ numeric: ["=", 5] }] }, { type: [{ numeric: ["=", 5] }] }],
  ["a field that is there", { value: [{ exists: true }] }, { missing: [{ exists: true }] }],
  ["a field that is not there", { missing: [{ exists: false }] }, { value: [{ exists: false }] }],
  [
    "one of several fields",
    { $or: [{ type: ["VIEW"] }, { value: [5] }] },
    { $or: [{ type: ["VIEW"] }, { value: [6] }] },
  ],
])("matches %s", (_, matching, other) => {
  expect(passes(event, { data: matching })).toBe(true);
  expect(passes(event, { data: other })).toBe(false);
});

it("takes a record that one of the filters matches", () => {
  expect(passes(event, { data: { type: ["VIEW"] } }, { data: { value: [5] } })).toBe(true);
});

it("matches the partition key", () => {
  expect(passes(event, { partitionKey: [{ prefix: "key-" }] })).toBe(true);
  expect(passes(event, { partitionKey: ["other"], data: { type: ["CLICK"] } })).toBe(false);
});

it("compares data that is plain text as text, and discards it where the filter reads JSON", () => {
  expect(passes("plain", { data: ["plain"] })).toBe(true);
  expect(passes("plain", { data: ["other"] })).toBe(false);
  expect(passes("plain", { data: { type: ["CLICK"] } })).toBe(false);
  expect(passes("plain", { data: { type: [{ exists: false }] } })).toBe(false);
});

it("does not take a key of every object for a field", () => {
  expect(passes(event, { data: { constructor: [{ exists: true }] } })).toBe(false);
});

it.each([
  ["{", "A pattern is a JSON object; got {"],
  ["[]", "A pattern is a JSON object; got []"],
  [`{"data":{"type":"CLICK"}}`, `"type" takes a list of values or a nested pattern; got "CLICK"`],
  [`{"data":{"type":[]}}`, `"type" takes a list of values or a nested pattern; got []`],
  [`{"data":{"type":[{"like":"C"}]}}`, `There is no operator "like"`],
  [`{"data":{"type":[{"prefix":1}]}}`, `"prefix" takes a string; got 1`],
  [`{"data":{"value":[{"numeric":["~",1]}]}}`, `"numeric" takes =, <, <=, >, >= and a number; got ["~",1]`],
  [`{"data":{"value":[{"numeric":[">"]}]}}`, `"numeric" takes one or two pairs of relation and number; got [">"]`],
  [`{"data":{"value":[{"exists":true,"prefix":"a"}]}}`, "A comparison has one operator"],
  [`{"$or":{"data":{}}}`, "$or takes a list of patterns"],
])("refuses the pattern %s", (pattern, reason) => {
  expect(() => compileFilters([pattern])).toThrow(`Invalid filter pattern definition. ${reason}`);
});
