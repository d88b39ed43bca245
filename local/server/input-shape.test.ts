import fc from "fast-check";
import { blob, blobBuffer, blobSizeBytes } from "./blob-shape";
import { decimal, flag, integer, list, oneOf, readInput, structure, text, textMap, timestamp } from "./input-shape";

const lengths = { min: 1, max: 3 };
const shape = structure(
  { Name: text({ min: 1, max: 5, pattern: "[a-z]+" }) },
  {
    Count: integer({ min: 1, max: 10 }),
    Share: decimal({ min: 0, max: 1 }),
    Mode: oneOf(["ON", "OFF"]),
    Data: blob({ maxBytes: 4 }),
    At: timestamp,
    Enforce: flag,
    Names: list(text({ max: 2 }), { min: 1, max: 3 }),
    Tags: textMap({ min: 1, max: 2, keyLength: lengths, valueLength: lengths }),
    Nested: structure({ Inner: text({}) }, {}),
  },
);
const read = (differing: unknown) => readInput(shape, { Name: "name", ...Object(differing) });

describe("an operation's input", () => {
  it("passes what fits, without what it does not know, and takes null for absent", () => {
    const few = { Count: 3.9, Share: 0.5, Mode: "ON", Data: "AAAA", At: 1.5 };
    const fits = { ...few, Enforce: true, Names: ["a"], Tags: { a: "b" } };
    expect(read({ ...fits, Unknown: 1, Nested: null })).toEqual({ ...fits, Name: "name", Count: 3, At: 1_500 });
  });

  it("passes what CBOR has of its own: bytes and dates", () => {
    const Data = Uint8Array.of(1, 2, 3);
    expect(read({ Data, At: new Date(1_500) })).toEqual({ Name: "name", Data, At: 1_500 });
  });

  const class_ = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
  it.each([
    [{ Name: 1 }, `${class_} can not be converted to an String`],
    [{ Name: [] }, "Start of list found where not expected"],
    [{ Name: {} }, "Start of structure or map found where not expected."],
    [{ Count: "1" }, "class java.lang.String can not be converted to an Integer"],
    [{ Share: "0.5" }, "class java.lang.String can not be converted to a Double"],
    [{ Enforce: 1 }, `${class_} can not be converted to an Boolean`],
    [{ At: true }, "class java.lang.Boolean can not be converted to milliseconds since epoch"],
    [{ Names: "a" }, "Expected list or null"],
    [{ Names: {} }, "Start of structure or map found where not expected."],
    [{ Tags: "a" }, "Expected map or null"],
    [{ Tags: [] }, "Start of list found where not expected"],
    [{ Nested: "a" }, "Expected null"],
    [{ Nested: [] }, "Start of list found where not expected"],
    [{ Name: new Uint8Array() }, "class java.nio.HeapByteBuffer can not be converted to an String"],
    [{ Count: new Date(0) }, "class java.util.Date can not be converted to an Integer"],
    [{ Count: Number.NaN }, `${class_} can not be converted to an Integer`],
    [{ Share: Number.NaN }, `${class_} can not be converted to a Double`],
    [{ At: Number.NaN }, `${class_} can not be converted to milliseconds since epoch`],
    [{ At: new Date(Number.NaN) }, "class java.util.Date can not be converted to milliseconds since epoch"],
    [{ Data: new Date(0) }, "class java.util.Date can not be converted to a Blob"],
    [{ At: new Uint8Array() }, "class java.nio.HeapByteBuffer can not be converted to milliseconds since epoch"],
    [{ Names: new Uint8Array() }, "Expected list or null"],
    [{ Tags: new Date(0) }, "Expected map or null"],
    [{ Nested: new Uint8Array() }, "Expected null"],
    [
      { Data: "AAA" },
      "'AAA' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
    ],
    [{ Data: "A=AA" }, "'A=AA' can not be converted to a Blob: Invalid Base64 character: '='"],
    [{ Data: "AAAB====" }, "'AAAB====' can not be converted to a Blob: Invalid Base64 character: '='"],
    [{ Data: "AB==" }, "'AB==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"],
    [{ Data: "AAB=" }, "'AAB=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"],
  ])("refuses the type of %j", (differing, message) => {
    expect(() => read(differing)).toThrow(expect.objectContaining({ code: "SerializationException", message }));
  });

  const failed = (value: string, path: string, constraint: string) =>
    `Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`;
  it.each([
    [{ Name: null }, failed("null", "name", "Member must not be null")],
    [{ Name: "a1" }, failed("'a1'", "name", "Member must satisfy regular expression pattern: [a-z]+")],
    [{ Count: 0 }, failed("'0'", "count", "Member must have value greater than or equal to 1")],
    [{ Count: 11 }, failed("'11'", "count", "Member must have value less than or equal to 10")],
    [{ Share: -0.1 }, failed("'-0.1'", "share", "Member must have value greater than or equal to 0")],
    [{ Share: 1.1 }, failed("'1.1'", "share", "Member must have value less than or equal to 1")],
    [{ Mode: "on" }, failed("'on'", "mode", "Member must satisfy enum value set: [ON, OFF]")],
    [
      { Data: "AAAAAAA=" },
      failed("'java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]'", "data", "Member must have length less than or equal to 4"),
    ],
    [{ Names: [] }, failed("'[]'", "names", "Member must have length greater than or equal to 1")],
    [{ Names: ["a", "bcd"] }, failed("'bcd'", "names.2.member", "Member must have length less than or equal to 2")],
    [
      { Tags: { a: "1", b: "2", c: "3" } },
      failed("'{a=1, b=2, c=3}'", "tags", "Member must have length less than or equal to 2"),
    ],
    [
      { Tags: { long1: "1" } },
      failed(
        "'{long1=1}'",
        "tags",
        "Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]",
      ),
    ],
    [
      { Tags: { a: "" } },
      failed(
        "'{a=}'",
        "tags",
        "Map value must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]",
      ),
    ],
    [{ Nested: {} }, failed("null", "nested.inner", "Member must not be null")],
  ])("refuses the value of %j", (differing, failure) => {
    const message = `1 validation error detected: ${failure}`;
    expect(() => read(differing)).toThrow(expect.objectContaining({ code: "ValidationException", message }));
  });

  it("reports all that is wrong together, ten at most", () => {
    const two = failed("''", "name", "Member must satisfy regular expression pattern: [a-z]+");
    expect(() => read({ Name: "" })).toThrow(
      `2 validation errors detected: ${two}; ${failed("''", "name", "Member must have length greater than or equal to 1")}`,
    );
    const many = list(text({ max: 0 }), { min: 0, max: 20 });
    expect(() => readInput(many, Array(20).fill("a"))).toThrow(/^10 validation errors detected: /);
  });

  it("takes no member from an object's prototype", () => {
    const polluted = JSON.parse('{"__proto__": {"Name": "name"}}');
    expect(() => readInput(shape, polluted)).toThrow("Value null at 'name'");
  });

  it("takes any bytes and their base64, and knows how many they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        for (const given of [bytes, Buffer.from(bytes).toString("base64")]) {
          const taken = readInput(blob({ maxBytes: 64 }), given);
          expect(taken).toBe(given);
          expect(blobSizeBytes(taken)).toBe(bytes.length);
          expect(blobBuffer(taken).equals(bytes)).toBe(true);
        }
      }),
    );
  });

  it("takes no text as base64 that does not decode to bytes that encode to it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."AQgwB9+/=-_ \u0141é"), minLength: 4, maxLength: 8 }),
        (candidate) => {
          const isCanonical = Buffer.from(candidate, "base64").toString("base64") === candidate;
          const parse = () => readInput(blob({ maxBytes: 64 }), candidate);
          if (isCanonical) expect(parse()).toBe(candidate);
          else expect(parse).toThrow(expect.objectContaining({ code: "SerializationException" }));
        },
      ),
    );
  });
});
