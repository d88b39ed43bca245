import { randomUUID } from "node:crypto";

/** Chance as the engines see it: the machine's in `weir up`, seeded in tests and simulations. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A version 4 UUID, lower case. */
  uuid(): string;
}

/** The machine's own chance. */
export const realRandom: Random = { next: Math.random, uuid: randomUUID };

/** The same seed gives the same numbers: mulberry32, whose state is one 32-bit integer. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const uuid = () =>
    "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (kind) => {
      const digit = Math.floor(next() * 16);
      return (kind === "x" ? digit : (digit & 0x3) | 0x8).toString(16);
    });
  return { next, uuid };
}
