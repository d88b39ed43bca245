import fc from "fast-check";
import { Bytes } from "./bytes";
import { cborCodec, rpcCborCodec } from "./cbor-codec";
import type { Codec } from "./codec";
import { jsonCodec } from "./json-codec";
import { Timestamp } from "./timestamp";
import { WritesJson } from "./writes-json";

const json = jsonCodec("application/x-amz-json-1.1");
const decode = (codec: Codec, body: Uint8Array) => codec.decode(Buffer.from(body));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");
const bytesOf = (bytes: Uint8Array) => new Bytes({ bytes, data: Buffer.from(bytes).toString("base64") });
const atMs = 1_700_000_000_123;

class Item extends WritesJson {
  constructor(readonly Name: string) {
    super();
  }

  override writeJson(): string {
    return `{"Name":${JSON.stringify(this.Name)}}`;
  }
}

describe("the JSON codec", () => {
  it("writes bytes as base64, times as seconds, and no member that is undefined", () => {
    const output = {
      Data: bytesOf(Buffer.from("weir")),
      At: new Timestamp(atMs),
      None: undefined,
      Nested: [{ A: null }],
    };
    expect(textOf(json.encode(output))).toBe('{"Data":"d2Vpcg==","At":1700000000.123,"Nested":[{"A":null}]}');
  });

  it("writes what JSON.stringify would, where items write themselves too", () => {
    const item = fc.oneof(
      fc.string({ unit: "binary" }).map((name) => new Item(name)),
      fc.record({ Name: fc.string() }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(item))), (output) => {
        expect(textOf(json.encode(output))).toBe(JSON.stringify({ ...output }));
      }),
    );
  });
});

describe("a long list in JSON", () => {
  it("is whole, however many chunks it takes and whatever characters meet at their ends", () => {
    for (const name of ["k".repeat(1_000), "ключ 🔑".repeat(100), '"\\\u2028'.repeat(300)]) {
      const Items = Array.from({ length: 500 }, (_, number) => new Item(`${number} ${name}`));
      expect(textOf(json.encode({ Before: 1, Items, After: 2 }))).toBe(JSON.stringify({ Before: 1, Items, After: 2 }));
    }
  });
});

describe("the CBOR codec", () => {
  // The decoder warns of lengths beyond 2^53 before it refuses them.
  beforeAll(() => jest.spyOn(console, "warn").mockImplementation(() => undefined));
  afterAll(() => jest.restoreAllMocks());

  it("writes bytes as they are, times as tagged milliseconds, and no member that is undefined", () => {
    const output = {
      Data: bytesOf(Buffer.from("weir")),
      At: new Timestamp(atMs),
      None: undefined,
      Nested: [{ A: null }],
    };
    // {"Data": h'77656972', "At": 1(1700000000123), "Nested": [{"A": null}]}
    const expected = hex("a3 6444617461 4477656972 624174 c1 1b0000018bcfe5687b 664e6573746564 81 a1 6141 f6");
    expect(Buffer.from(cborCodec.encode(output)).toString("hex")).toBe(expected.toString("hex"));
  });

  it("counts seconds in Smithy's RPC protocol, both ways", () => {
    const encoded = Buffer.from(rpcCborCodec.encode({ At: new Timestamp(atMs) }));
    // {"At": 1(1700000000.123)}
    expect(encoded.toString("hex")).toBe(hex("a1 624174 c1 fb41d954fc4007df3b").toString("hex"));
    expect(decode(rpcCborCodec, encoded)).toEqual({ At: new Date(atMs) });
  });

  it.each([
    ["a map of no given length, as the Java SDKs send it", "bf 6141 01 6142 02 ff", { A: 1, B: 2 }],
    ["a list of no given length", "bf 6141 9f 01 02 ff ff", { A: [1, 2] }],
    ["a text in pieces", "a1 6141 7f 6161 626263 ff", { A: "abc" }],
    ["bytes in pieces", "a1 6141 5f 41ff 420001 ff", { A: Buffer.from([255, 0, 1]) }],
    ["a time in milliseconds", "a1 6141 c1 1b0000018bcfe5687b", { A: new Date(atMs) }],
    ["a time as a floating-point number", "a1 6141 c1 fb4278bcfe5687b000", { A: new Date(atMs) }],
    ["a half, a float and a double", "83 f93e00 fa3fc00000 fb3ff8000000000000", [1.5, 1.5, 1.5]],
    ["the smallest and the largest long", "82 1b7fffffffffffffff 3b7fffffffffffffff", [2 ** 63, -(2 ** 63)]],
    ["null, undefined and the truth", "84 f6 f7 f4 f5", [null, null, false, true]],
    ["what another tag says nothing new of", "d9d9f7 a0", {}],
  ])("reads %s", (_what, body, value) => {
    expect(decode(cborCodec, hex(body))).toEqual(value);
  });

  it.each([
    ["nothing", ""],
    ["a map cut short", "a2 6141 01"],
    ["a map without its end", "bf 6141 01"],
    ["a text longer than the body", "78ff 61"],
    ["a list longer than memory", "9b ffffffffffffffff"],
    ["an end where nothing has begun", "ff"],
    ["maps nested beyond reason", "a16141".repeat(100_000)],
  ])("answers SerializationException for %s", (_what, body) => {
    expect(() => decode(cborCodec, hex(body))).toThrow(expect.objectContaining({ code: "SerializationException" }));
  });

  it("fails on no bytes otherwise than with SerializationException", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
        try {
          decode(cborCodec, body);
        } catch (error) {
          expect(error).toMatchObject({ code: "SerializationException" });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe.each([
  ["JSON", json],
  ["CBOR", cborCodec],
])("the %s codec", (_name, codec) => {
  it("reads back any plain value that it wrote", () => {
    // JSON knows no minus zero; and a member of that name would be the object's prototype.
    const plain = fc.jsonValue().map((any): unknown => JSON.parse(JSON.stringify(any)));
    const value = fc.dictionary(fc.string(), plain).filter((any) => !JSON.stringify(any).includes("__proto__"));
    fc.assert(
      fc.property(value, (output) => {
        expect(decode(codec, codec.encode(output))).toEqual({ ...output });
      }),
    );
  });
});
