import { type FileHandle, open } from "node:fs/promises";
import type { Clock } from "../../clock";

/**
 * When written records are brought to the disk itself: before each acknowledgement, so many milliseconds after they
 * were written, or when the operating system does so. All survive a killed process; only the first survives a power cut.
 */
export type FsyncPolicy = "always" | "never" | number;

/** What a sync needs. */
export interface FileSyncOptions {
  readonly policy: FsyncPolicy;
  readonly clock: Clock;
  /** Hears why a sync failed that no request waits for. */
  readonly onError: (error: unknown) => void;
}

/** Brings files to the disk: at one time those that many requests have written. */
export class FileSync {
  readonly #options: FileSyncOptions;
  /** Written, and not on disk yet. */
  #written = new Set<string>();
  #running: Promise<unknown> = Promise.resolve();
  /** The sync that begins when the one under way has ended. */
  #next: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(options: FileSyncOptions) {
    this.#options = options;
  }

  /** Whether anything is brought to the disk by us. */
  get isOn(): boolean {
    return this.#options.policy !== "never";
  }

  /** To be told of each file and folder that has changed. */
  add(path: string): void {
    if (!this.isOn) return;
    this.#written.add(path);
    if (typeof this.#options.policy === "number") this.#cancelTimer ??= this.#startTimer(this.#options.policy);
  }

  /** Resolves when all that was written is as safe as the policy wants it for an acknowledgement; undefined if it is. */
  acknowledgeable(): Promise<void> | undefined {
    return this.#options.policy === "always" && this.#written.size > 0 ? this.sync() : undefined;
  }

  /** Resolves when all that was written is on disk; rejects when that failed, and tries those files again next time. */
  sync(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const running = this.#syncWritten();
      // Its end is waited for, well or not: who asked for it hears of a failure, the next one tries those files again.
      this.#running = Promise.allSettled([running]);
      return running;
    });
    return this.#next;
  }

  /** Brings the rest to the disk. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    if (this.isOn) await this.sync();
  }

  #startTimer(delayMs: number): () => void {
    return this.#options.clock.schedule(() => {
      this.#cancelTimer = undefined;
      this.sync().catch(this.#options.onError);
    }, delayMs);
  }

  async #syncWritten(): Promise<void> {
    const paths = this.#written.values();
    this.#written = new Set();
    const failures: unknown[] = [];
    const work = async () => {
      for (const path of paths) {
        try {
          await syncFile(path);
        } catch (error) {
          this.#written.add(path);
          failures.push(error);
        }
      }
    };
    // As many as Node has threads for: more would only hold descriptors open.
    await Promise.all(Array.from({ length: 4 }, work));
    if (failures.length > 0)
      throw new AggregateError(failures, `records could not be brought to the disk: ${failures}`);
  }
}

async function syncFile(path: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    // Retention or DeleteStream took it meanwhile.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
