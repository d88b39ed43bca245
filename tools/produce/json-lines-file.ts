import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";

/** A new file of JSON lines that is there in the end only if a line was written. */
export class JsonLinesFile {
  readonly #descriptor: number;
  #lines = 0;

  /** @throws Error when the file exists already or can't be made */
  constructor(readonly path: string) {
    // Made at once, so that a place that can't be written to is known before anything is sent.
    this.#descriptor = openSync(path, "wx");
  }

  /** How many lines were written. */
  get lines(): number {
    return this.#lines;
  }

  /** Appends a line and waits for it: such lines are few, and must outlive a crash. */
  write(value: object): void {
    writeSync(this.#descriptor, `${JSON.stringify(value)}\n`);
    this.#lines++;
  }

  close(): void {
    closeSync(this.#descriptor);
    if (this.#lines === 0) unlinkSync(this.path);
  }
}
