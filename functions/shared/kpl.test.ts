import { createHash } from "node:crypto";
import fc from "fast-check";
import { kplAggregate } from "../../test/kpl-aggregate";
import { deaggregate, MalformedAggregateError } from "./kpl";

const magic = "f3899ac2";

/** A protobuf message with the magic number before it and its checksum behind it. */
function sealed(messageHex: string): Buffer {
  const message = Buffer.from(messageHex.replaceAll(" ", ""), "hex");
  return Buffer.concat([Buffer.from(magic, "hex"), message, createHash("md5").update(message).digest()]);
}

// `AggregatedRecord` fields in hex: 0a = key table, 12 = hash key table, 1a = record (08 key, 10 hash key, 1a data).
const keyA = "0a 01 61";
const dataXy = "1a 02 78 79";

describe("deaggregate", () => {
  it("returns the records of any aggregate in their order", () => {
    const record = fc.record({
      partitionKey: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
      data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 50 }), (records) => {
        expect(deaggregate(kplAggregate(records))).toEqual(records);
      }),
    );
  });

  it("reads an aggregate of 1,000 records", () => {
    const records = Array.from({ length: 1000 }, (_, i) => ({
      partitionKey: `key-${i}`,
      data: Buffer.from(`data ${i}`),
    }));
    expect(deaggregate(kplAggregate(records))).toEqual(records);
  });

  it("reads tables behind the records, and skips explicit hash keys and fields that it does not know", () => {
    const tags = "22 03 0a 01 7a";
    const unknown = "f8 01 07 f1 01 0102030405060708 fd 01 01020304";
    const record = `1a 0d 08 00 10 00 ${dataXy} 22 03 0a 01 7a`;
    expect(deaggregate(sealed(`${record} ${tags} ${unknown} ${keyA} 12 02 34 32`))).toEqual([
      { partitionKey: "a", data: Buffer.from("xy") },
    ]);
  });

  it.each([
    ["plain JSON", Buffer.from('{"user_id":"u"}')],
    ["nothing", Buffer.alloc(0)],
    ["the magic number alone", Buffer.from(magic, "hex")],
    ["the magic number before other data", Buffer.from(`${magic}${"00".repeat(40)}`, "hex")],
  ])("takes %s for a record of its own", (_title, data) => {
    expect(deaggregate(data)).toBeUndefined();
  });

  it("takes an aggregate with a bad checksum for a record of its own, as the KPL's readers do", () => {
    const data = kplAggregate([{ partitionKey: "a", data: Buffer.from("x") }]);
    data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1;
    expect(deaggregate(data)).toBeUndefined();
  });

  it.each([
    ["no records", keyA, "holds no records"],
    ["a record without a partition key", `${keyA} 1a 04 ${dataXy}`, "has no partition key"],
    ["a record without data", `${keyA} 1a 02 08 00`, "has no data"],
    ["a key beyond the table", `${keyA} 1a 06 08 01 ${dataXy}`, "names partition key 1 of 1"],
    ["bytes where an index belongs", `${keyA} 1a 07 0a 01 00 ${dataXy}`, "bytes where the index of a partition key"],
    ["a number where a record belongs", `${keyA} 18 05`, "holds the number 5 where bytes belong"],
    ["a length beyond the end", "0a 7f 61", "promises 127 bytes where 1 are left"],
    ["a key that no stream takes", `0a 81 08 ${"61".repeat(1025)} 1a 06 08 00 ${dataXy}`, "key of 1025 bytes"],
    ["an end inside a number", "0a 80", "ends inside a number"],
    ["a number without end", `08 ${"ff".repeat(12)}`, "more than 63 bits"],
    ["a wire type without meaning", "0f", "wire type 7"],
  ])("refuses an aggregate with %s", (_title, messageHex, message) => {
    const read = () => deaggregate(sealed(messageHex));
    expect(read).toThrow(MalformedAggregateError);
    expect(read).toThrow(message);
  });

  it("never fails on damaged bytes but with its own error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          deaggregate(sealed(Buffer.from(bytes).toString("hex")));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedAggregateError);
        }
      }),
    );
  });
});
