import { createWriteStream, existsSync, mkdirSync, renameSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

/**
 * Sees every line that a log gets, without its line break.
 * @param name whose log it is
 * @param source which of a function's execution environments wrote the line: its log stream
 */
export type LogListener = (name: string, line: string, source: string) => void;

/** A line that does not end is written in pieces of this many characters: it is not kept in memory. */
const maxLineLength = 256 * 1024;

/** A full log file is kept once, as `<path>.1`. */
const maxFileBytes = 64 * 1024 * 1024;

/** The log file of one function or job: whole lines, from all its threads or processes, in the order in which they came. */
export class OutputLog {
  #file: WriteStream;
  #fileBytes = 0;

  /** Appends to the file at `path`, making its folder. */
  constructor(
    private readonly name: string,
    readonly path: string,
    private readonly onLine?: LogListener,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = createWriteStream(path, { flags: "a" });
  }

  /** Writes lines, each ended by a line break; resolves when the file has them. */
  write(lines: string, source = this.name): Promise<void> {
    if (this.onLine) for (const line of lines.slice(0, -1).split("\n")) this.onLine(this.name, line, source);
    if (this.#fileBytes > maxFileBytes) this.#rotate();
    this.#fileBytes += Buffer.byteLength(lines);
    return new Promise((resolve, reject) => this.#file.write(lines, (error) => (error ? reject(error) : resolve())));
  }

  /** Resolves when the file has what was written so far. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => this.#file.write("", (error) => (error ? reject(error) : resolve())));
  }

  /** Copies a stream's lines until it ends, no faster than the file takes them; `onLines` sees them first. */
  async copy(output: Readable, onLines: (lines: string) => void, source = this.name): Promise<void> {
    const write = (lines: string) => {
      onLines(lines);
      return this.write(lines, source);
    };
    let rest = "";
    for await (const chunk of output.setEncoding("utf8")) {
      rest += chunk;
      const end = rest.lastIndexOf("\n") + 1;
      if (end > 0) await write(rest.slice(0, end));
      rest = rest.slice(end);
      for (; rest.length >= maxLineLength; rest = rest.slice(maxLineLength)) {
        await write(`${rest.slice(0, maxLineLength)}\n`);
      }
    }
    if (rest !== "") await write(`${rest}\n`);
  }

  /** Resolves when everything is in the file. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }

  #rotate(): void {
    this.#file.end();
    // A person may have tidied the file away, or its folder.
    mkdirSync(dirname(this.path), { recursive: true });
    if (existsSync(this.path)) renameSync(this.path, `${this.path}.1`);
    this.#file = createWriteStream(this.path, { flags: "a" });
    this.#fileBytes = 0;
  }
}
