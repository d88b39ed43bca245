import { failedEntry } from "./failed-entry";
import type { BadRow } from "./files/row";
import { JsonLinesFile } from "./json-lines-file";
import type { OutgoingRecord, RecordError, SendReport } from "./sender";

/** So many bad rows are told one by one; the others are counted. */
const maxToldRows = 10;

/** What becomes of a run's records and rows, as it happens: counted, told, and kept in files. */
export class Outcome {
  readonly #failed: JsonLinesFile;
  readonly #rejects: JsonLinesFile | undefined;
  #acknowledged = 0;
  #rejected = 0;
  #firstFailure: RecordError | undefined;

  /**
   * @param tell takes one line for a person, as it happens
   * @throws Error when a file exists already or can't be made
   */
  constructor(
    failedPath: string,
    rejectsPath: string | undefined,
    private readonly tell: (line: string) => void,
  ) {
    this.#failed = new JsonLinesFile(failedPath);
    try {
      this.#rejects = rejectsPath === undefined ? undefined : new JsonLinesFile(rejectsPath);
    } catch (error) {
      this.#failed.close();
      throw error;
    }
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get failed(): number {
    return this.#failed.lines;
  }

  /** Records and rows whose fate is known. */
  get settled(): number {
    return this.#acknowledged + this.failed + this.#rejected;
  }

  /** Notes a record that the stream took. */
  acknowledge(): void {
    this.#acknowledged++;
  }

  /** Keeps a record that was given up. */
  fail(record: OutgoingRecord, error: RecordError): void {
    this.#firstFailure ??= error;
    this.#failed.write(failedEntry(record, error));
  }

  /** Tells of a row that can't be sent, and keeps its number and the reason. */
  reject(row: BadRow): void {
    this.#rejected++;
    this.#rejects?.write({ row: row.number, reason: row.problem });
    if (this.#rejected <= maxToldRows) this.tell(`row ${row.number}: ${row.problem}`);
  }

  /** Closes the files, and answers what there is to say in the end. */
  finish(report: SendReport, seconds: number): Summary {
    this.#failed.close();
    this.#rejects?.close();
    if (this.#rejected > maxToldRows) {
      const where = this.#rejects ? `all are in ${this.#rejects.path}` : "--rejects <path> keeps them all";
      this.tell(`rows rejected beside these: ${this.#rejected - maxToldRows}; ${where}`);
    }
    if (this.#firstFailure) {
      const { code, message } = this.#firstFailure;
      this.tell(`given up: ${this.failed} (the first: ${code}: ${message})`);
      this.tell(`send again with: weir produce --file ${this.#failed.path}`);
    }
    return {
      sent: this.#acknowledged,
      failed: this.failed,
      rejected: this.#rejected,
      resent: report.resent,
      calls: report.calls,
      seconds: Math.round(seconds * 1000) / 1000,
      shards: Object.fromEntries([...report.shards].sort(([a], [b]) => (a < b ? -1 : 1))),
      ...(this.failed > 0 && { failedFile: this.#failed.path }),
      ...(report.stoppedBy && { stoppedBy: `${report.stoppedBy.name}: ${report.stoppedBy.message}` }),
    };
  }
}

/** A run's end in numbers: the line that `--json` prints. */
export interface Summary {
  /** Records that the stream acknowledged. */
  readonly sent: number;
  /** Records that were given up, and are in `failedFile`. */
  readonly failed: number;
  /** Rows that can't be sent. */
  readonly rejected: number;
  /** Records sent again, once for each time. */
  readonly resent: number;
  /** PutRecords calls. */
  readonly calls: number;
  readonly seconds: number;
  /** Records acknowledged by each shard. */
  readonly shards: Readonly<Record<string, number>>;
  readonly failedFile?: string;
  /** What ended the run before its time. */
  readonly stoppedBy?: string;
}

/** The summary for a person. */
export function describeSummary(
  { sent, failed, rejected, resent, seconds, shards }: Summary,
  streamName: string,
): string {
  const count = (value: number) => value.toLocaleString("en");
  const rate = seconds > 0 ? ` (${count(Math.round(sent / seconds))}/s)` : "";
  const lines = [
    `sent ${count(sent)} events to ${streamName} in ${seconds.toFixed(1)} s${rate}; ${count(resent)} sent again, ` +
      `${count(failed)} given up, ${count(rejected)} rows rejected`,
  ];
  const heaviest = Object.entries(shards).sort(([, a], [, b]) => b - a)[0];
  const shardCount = Object.keys(shards).length;
  if (heaviest && shardCount > 1) {
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    lines.push(
      `heaviest shard ${heaviest[0]}: ${percent(heaviest[1] / sent)}; an even share of ${shardCount} is ${percent(1 / shardCount)}`,
    );
  }
  return lines.join("\n");
}
