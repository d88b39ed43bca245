import fc from "fast-check";
import { parseSequenceNumber, SequenceNumbers } from "./sequence-numbers";

/** From 2001 to 2286: what 36 bits and 56 digits hold with room on both sides. */
const seconds = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 });
const shardNumber = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const index = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }),
  fc.maxSafeNat().map((any) => any % 1e13),
);

describe("a sequence number", () => {
  it("has AWS's bits, whatever the shard, the position and the second", () => {
    fc.assert(
      fc.property(
        seconds,
        shardNumber,
        fc.array(fc.tuple(index, seconds), { minLength: 1 }),
        (created, shard, places) => {
          const numbers = new SequenceNumbers(created, shard);
          for (const [index, arrived] of places) {
            const bits =
              (1n << 185n) |
              (BigInt(created) << 148n) |
              (BigInt(index + 1) << 80n) |
              (BigInt(arrived) << 36n) |
              (BigInt(shard) << 4n) |
              2n;
            const number = numbers.at(index, arrived * 1_000 + 999);
            expect(number).toBe(bits.toString());
            expect(number).toMatch(/^\d{56}$/);
          }
        },
      ),
    );
  });

  it("tells its shard, its position and its second", () => {
    fc.assert(
      fc.property(seconds, shardNumber, index, seconds, (createdSeconds, shardNumber, index, arrivedSeconds) => {
        const number = new SequenceNumbers(createdSeconds, shardNumber).at(index, arrivedSeconds * 1_000);
        const told = { createdSeconds, shardNumber, index, arrivedSeconds, isAfter: false };
        expect(parseSequenceNumber(number)).toEqual(told);
      }),
    );
  });

  it("is greater than all before it in its shard, and sorts as text", () => {
    fc.assert(
      fc.property(seconds, shardNumber, index, fc.nat(100_000), (created, shard, index, laterMs) => {
        const numbers = new SequenceNumbers(created, shard);
        const [before, after] = [numbers.at(index, created * 1_000 + laterMs), numbers.at(index + 1, created * 1_000)];
        expect(before < after && BigInt(before) < BigInt(after)).toBe(true);
      }),
    );
  });
});
