import { closeSync, constants, openSync } from "node:fs";

/**
 * Descriptors of the files that were used last: a process may have 256 in all, and a thousand shards have a file each.
 * One is good until the next is asked for.
 */
export class OpenFiles {
  readonly #max: number;
  /** By path, the one used longest ago first. */
  readonly #descriptors = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** For reading and writing; the file is made if there is none. */
  descriptor(path: string): number {
    const open = this.#descriptors.get(path);
    this.#descriptors.delete(path);
    const descriptor = open ?? this.#open(path);
    this.#descriptors.set(path, descriptor);
    return descriptor;
  }

  /** To be called before a file is deleted. */
  close(path: string): void {
    const descriptor = this.#descriptors.get(path);
    if (descriptor === undefined) return;
    this.#descriptors.delete(path);
    closeSync(descriptor);
  }

  /** Closes all. */
  closeAll(): void {
    for (const path of [...this.#descriptors.keys()]) this.close(path);
  }

  #open(path: string): number {
    for (const longestAgo of this.#descriptors.keys()) {
      if (this.#descriptors.size < this.#max) break;
      this.close(longestAgo);
    }
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
  }
}
