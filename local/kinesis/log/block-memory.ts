/** Takes a PutRecords of small records, and is read from a file at one go. */
const maxBlockBytes = 256 * 1024;
/** What a shard with a few records costs. */
const minBlockBytes = 4 * 1024;

/** A block that is in memory, and need not be. */
export interface HeldBlock {
  /** What it takes of the memory. */
  readonly memoryBytes: number;
  /** Goes to its file, unless it is there already, and leaves memory. */
  leaveMemory(): void;
}

/** The memory that the blocks of all shards share: those that came first leave when there is too much. */
export class BlockMemory {
  readonly #maxBytes: number;
  /** Sealed blocks, the one held longest first. */
  readonly #held = new Set<HeldBlock>();
  #heldBytes = 0;
  /** How many logs add blocks. */
  logs = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How large a block may be made: those that are being filled take a quarter of the memory, beside what is held. */
  get maxBlockBytes(): number {
    return this.#maxBytes / 4 / Math.max(1, this.logs);
  }

  /** Takes in a sealed block, for which there is room. */
  hold(block: HeldBlock): void {
    this.#held.add(block);
    this.#heldBytes += block.memoryBytes;
  }

  /** Lets the oldest go to their files until so much more has room. @throws Error when a file can't take one */
  makeRoom(bytes: number): void {
    for (const oldest of this.#held) {
      if (this.#heldBytes + bytes <= this.#maxBytes) return;
      const { memoryBytes } = oldest;
      oldest.leaveMemory();
      this.#held.delete(oldest);
      this.#heldBytes -= memoryBytes;
    }
  }

  /** Forgets a block. */
  release(block: HeldBlock): void {
    if (this.#held.delete(block)) this.#heldBytes -= block.memoryBytes;
  }
}

/** The size of the block after one of `previousBytes`: shards start small, and double. */
export function nextBlockBytes(previousBytes: number, maxBytes = Infinity): number {
  return Math.max(minBlockBytes, Math.floor(Math.min(previousBytes * 2, maxBlockBytes, maxBytes)));
}
