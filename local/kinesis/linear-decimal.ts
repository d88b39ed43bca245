// Seven digits a limb: the product of two limbs, and a few such products together, are below 2^53, and so exact.
const limb = 10_000_000;
const limbDigits = 7;
/** 56 digits, which all sequence numbers have. */
const limbs = 8;
/** Those below are worked out for each number, those above only when a carry changes them. */
const lowLimbs = 4;
const digitZero = 48;

/**
 * Numbers `base + x·xStep + y·yStep` of 56 digits, written in decimal. Every record has one, and a BigInt's own
 * `toString` takes half as long again.
 */
export class LinearDecimal {
  readonly #base: readonly number[];
  readonly #x: readonly number[];
  readonly #y: readonly number[];
  readonly #digits = Buffer.alloc(limbs * limbDigits);
  /** What `#digits` has above the low limbs: the base's limbs and this. */
  #carried = -1;

  /**
   * @param base has 56 digits
   * @param xStep below 10^28
   * @param yStep below 10^14
   */
  constructor(base: bigint, xStep: bigint, yStep: bigint) {
    this.#base = toLimbs(base, limbs);
    this.#x = toLimbs(xStep, lowLimbs);
    this.#y = toLimbs(yStep, 2);
  }

  /**
   * The number's digits.
   * @param x a whole number from 0 to 10^13
   * @param y a whole number from 0 to 10^13
   */
  at(x: number, y: number): string {
    const [base0 = 0, base1 = 0, base2 = 0, base3 = 0] = this.#base;
    const [step0 = 0, step1 = 0, step2 = 0, step3 = 0] = this.#x;
    const [yStep0 = 0, yStep1 = 0] = this.#y;
    const xHigh = Math.floor(x / limb);
    const xLow = x - xHigh * limb;
    const yHigh = Math.floor(y / limb);
    const yLow = y - yHigh * limb;
    // Not the remainder operator: beyond 32 bits it takes ten times as long as this.
    const sum0 = base0 + xLow * step0 + yLow * yStep0;
    const over0 = Math.floor(sum0 / limb);
    const sum1 = over0 + base1 + xLow * step1 + xHigh * step0 + yLow * yStep1 + yHigh * yStep0;
    const over1 = Math.floor(sum1 / limb);
    const sum2 = over1 + base2 + xLow * step2 + xHigh * step1 + yHigh * yStep1;
    const over2 = Math.floor(sum2 / limb);
    const sum3 = over2 + base3 + xLow * step3 + xHigh * step2;
    const over3 = Math.floor(sum3 / limb);
    this.#carry(over3 + xHigh * step3);
    this.#write(sum3 - over3 * limb, 3);
    this.#write(sum2 - over2 * limb, 2);
    this.#write(sum1 - over1 * limb, 1);
    this.#write(sum0 - over0 * limb, 0);
    return this.#digits.toString("latin1");
  }

  #carry(carried: number): void {
    if (carried === this.#carried) return;
    this.#carried = carried;
    let over = carried;
    for (let position = lowLimbs; position < limbs; position++) {
      const sum = (this.#base[position] ?? 0) + over;
      over = Math.floor(sum / limb);
      this.#write(sum % limb, position);
    }
  }

  /** Writes a limb's digits; the limb at position 0 comes last. */
  #write(value: number, position: number): void {
    const start = (limbs - 1 - position) * limbDigits;
    let rest = value;
    for (let at = start + limbDigits - 1; at >= start; at--) {
      const tens = (rest / 10) | 0;
      this.#digits[at] = digitZero + rest - tens * 10;
      rest = tens;
    }
  }
}

/** A number's limbs from the lowest on. */
function toLimbs(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, position) =>
    Number((value / BigInt(limb) ** BigInt(position)) % BigInt(limb)),
  );
}
