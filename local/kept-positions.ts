import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Clock } from "./clock";
import type { Positions, StreamReader } from "./kinesis/reader";
import { replaceFile } from "./replace-file";

/** Where positions are kept, and how. */
export interface KeptPositionsOptions {
  /** A JSON file. */
  readonly path: string;
  readonly clock: Clock;
  /** Hears of a failure that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** How far behind the file may be: what a reader did in this time, it does again after the process was killed. */
const intervalMs = 500;

const kept = z.object({ streamId: z.string(), shards: z.record(z.string(), z.number().int().min(0)) });
type Kept = z.infer<typeof kept>;

/** Of one reader: on which stream, and how far; undefined positions have nothing to keep yet. */
interface Followed {
  readonly streamId: string;
  readonly positions: () => Positions | undefined;
}

/** How far the readers of streams have come, on disk for the next process. */
export class KeptPositions {
  readonly #options: KeptPositionsOptions;
  /** Of readers that this process has not made: it may not have come so far, or may run another environment. */
  readonly #before: Map<string, Kept>;
  readonly #readers = new Map<string, Followed>();
  #written = "";
  #cancel: () => void = () => undefined;

  /** @throws Error when the file is not one that this class wrote */
  constructor(options: KeptPositionsOptions) {
    this.#options = options;
    this.#before = read(options.path);
    this.#schedule();
  }

  /**
   * Where a reader of the process before this one left off; undefined when it did not read this very stream. It is
   * told once: a second reader of that name begins anew.
   */
  take(reader: string, stream: StreamReader): Positions | undefined {
    const before = this.#before.get(reader);
    this.#before.delete(reader);
    return before?.streamId === stream.id ? new Map(Object.entries(before.shards)) : undefined;
  }

  /** Keeps a reader's positions from now on, as `positions` gives them at the time. */
  follow(reader: string, { id: streamId }: StreamReader, positions: () => Positions | undefined): void {
    this.#readers.set(reader, { streamId, positions });
  }

  /** Keeps a reader's no more: it has ended for good. */
  forget(reader: string): void {
    this.#readers.delete(reader);
  }

  /** Writes them a last time. */
  close(): void {
    this.#cancel();
    this.#write();
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.schedule(() => {
      try {
        this.#write();
      } catch (error) {
        this.#options.onError(error);
      }
      this.#schedule();
    }, intervalMs);
  }

  #write(): void {
    const all = new Map(this.#before);
    for (const [reader, { streamId, positions }] of this.#readers) {
      const shards = positions();
      if (shards) all.set(reader, { streamId, shards: Object.fromEntries(shards) });
    }
    const text = JSON.stringify(Object.fromEntries(all));
    if (text === this.#written) return;
    // A file that a power cut takes back to an earlier state only has some work done again.
    replaceFile(this.#options.path, text, false);
    this.#written = text;
  }
}

function read(path: string): Map<string, Kept> {
  if (!existsSync(path)) return new Map();
  try {
    return new Map(Object.entries(z.record(z.string(), kept).parse(JSON.parse(readFileSync(path, "utf8")))));
  } catch (cause) {
    throw new Error(`${path} does not hold the positions of readers: delete it, and they begin where new ones do`, {
      cause,
    });
  }
}
