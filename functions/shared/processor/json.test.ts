import fc from "fast-check";
import { ExactNumber, parseJson } from "./json";
import { PermanentError } from "./permanent-error";

const nested = (levels: number) => `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;

describe("parseJson", () => {
  it("reads whatever JSON.stringify writes, also beside a number that takes the second reading", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // Through JSON once before: it has no -0.
        const plain = JSON.parse(JSON.stringify(value));
        expect(parseJson(JSON.stringify(plain))).toEqual(plain);
        const beside = parseJson(`[12345678901234567890,${JSON.stringify(plain)}]`);
        expect(beside).toEqual([new ExactNumber("12345678901234567890"), plain]);
      }),
    );
  });

  it.each([
    "9007199254740993",
    "-12345678901234567890",
    "0.12345678901234567890123",
    "1234567890.0123456789",
    "1e400",
    "1E-400",
    "2.5e-330",
  ])("keeps every digit of %s", (text) => {
    expect(parseJson(`{"a":${text}}`)).toEqual({ a: new ExactNumber(text) });
    expect(parseJson(`[ ${text} ]`)).toEqual([new ExactNumber(text)]);
  });

  it.each(["9007199254740991", "0.1", "12.340000000000002", "1e21", "-1.5e-7", "0"])(
    "reads %s as a plain number",
    (text) => {
      expect(parseJson(`{"a":${text}}`)).toEqual({ a: Number(text) });
    },
  );

  it("takes no string for a number, whatever the string says", () => {
    const text =
      '{"n1":"n1","s":"12345678901234567890","n12345678901234567890" : "\\"n5\\\\","b":12345678901234567890}';
    expect(parseJson(text)).toEqual({
      n1: "n1",
      s: "12345678901234567890",
      n12345678901234567890: '"n5\\',
      b: new ExactNumber("12345678901234567890"),
    });
  });

  it("keeps __proto__ as a name like any other", () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1},"b":12345678901234567890}']) {
      const value = parseJson(text);
      expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual({ a: 1 });
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  it("takes 32 levels of lists and maps in an item and refuses 33", () => {
    expect(() => parseJson(nested(32))).not.toThrow();
    expect(() => parseJson(nested(33))).toThrow(new PermanentError("nested deeper than 32 levels, DynamoDB's limit"));
  });

  it("refuses a record of 1 MB that is nothing but nesting, with or without long numbers", () => {
    expect(() => parseJson(nested(500_000))).toThrow(PermanentError);
    expect(() => parseJson(`[12345678901234567890,${nested(500_000)}]`)).toThrow(PermanentError);
  });

  it("reads long strings and long numbers in time proportional to their length", () => {
    const text = `{"a":"${"x\\n".repeat(300_000)}","b":12345678901234567890}`;
    expect(parseJson(text)).toEqual({ a: "x\n".repeat(300_000), b: new ExactNumber("12345678901234567890") });
    const digits = "1".repeat(1_000_000);
    expect(parseJson(`[${digits}]`)).toEqual([new ExactNumber(digits)]);
  });

  it.each(["hello", "", "{", '{"a":NaN}', '{"a":Infinity}', "{'a':1}", '{"a":1}{"b":2}', '{"a":01}'])(
    "refuses %p as not JSON",
    (text) => {
      expect(() => parseJson(text)).toThrow(PermanentError);
      expect(() => parseJson(text)).toThrow(/^not JSON: /);
    },
  );
});
