import { z } from "zod";
import type { Kinesis } from "../kinesis/kinesis";
import type { Stream } from "../kinesis/stream";
import { parseJson } from "../parse-json";
import type { Applications } from "./applications";

/**
 * What the jobs of applications wrote to their streams since this process began. What a job does again after a restart
 * it writes again, and that counts again: readers tell repeats by their ids, and to know them all takes memory without end.
 */
export interface ResultCounts {
  /** Results: one for each window of a group. */
  readonly windows: number;
  /** Events that came after their window's result. */
  readonly late: number;
  /** Events that no window can take, such as those without a time. */
  readonly rejected: number;
}

const reject = z.object({ reason: z.string() });

/** Records are read so many, and so many bytes, at a time. */
const maxRecords = 1_000;
const maxBytes = 1_048_576;

/** The streams that the jobs of applications fill, and how much they have. */
export class JobResults {
  /** How far the rejects have been read, by stream and shard. */
  readonly #positions = new Map<string, number>();
  #late = 0;
  #rejected = 0;

  /** What lies in the streams by now is not of this process's jobs. */
  constructor(
    private readonly applications: Applications,
    private readonly kinesis: Kinesis,
  ) {
    for (const stream of this.#streams("rejects")) {
      for (const shard of stream.shards()) this.#positions.set(positionKey(stream, shard), shard.nextIndex);
    }
  }

  /** Whether a stream's records come from a job; undefined is no stream's ARN. */
  isResult(streamArn: string | undefined): boolean {
    return ["output", "rejects"].some((table) => this.#arns(table).some((arn) => arn === streamArn));
  }

  counts(): ResultCounts {
    for (const stream of this.#streams("rejects")) this.#readRejects(stream);
    const windows = this.#streams("output").reduce(
      (sum, { recordCount, keptCount }) => sum + recordCount - keptCount,
      0,
    );
    return { windows, late: this.#late, rejected: this.#rejected };
  }

  #readRejects(stream: Stream): void {
    for (const shard of stream.shards()) {
      const key = positionKey(stream, shard);
      let position = this.#positions.get(key) ?? 0;
      const read = () => shard.read(position, maxRecords, maxBytes);
      // Until there is nothing, and not until the shard's end: retention may have taken all that was to be read.
      for (let records = read(); records.length > 0; records = read()) {
        for (const { index, bytes } of records) {
          position = index + 1;
          const { data } = reject.safeParse(parseJson(bytes.toString()));
          if (data?.reason === "late") this.#late += 1;
          else this.#rejected += 1;
        }
      }
      this.#positions.set(key, position);
    }
  }

  /** Those of a table of the jobs, each once, as far as they are there. */
  #streams(table: string): Stream[] {
    return this.#arns(table).flatMap((arn) => this.kinesis.findStream(arn) ?? []);
  }

  #arns(table: string): readonly string[] {
    const groups = this.applications.list().flatMap(({ version }) => version.configuration.propertyGroups);
    const ofTable = groups.filter(({ PropertyGroupId }) => PropertyGroupId === table);
    return [...new Set(ofTable.flatMap(({ PropertyMap }) => PropertyMap["stream.arn"] ?? []))];
  }
}

function positionKey(stream: Stream, { shardId }: { readonly shardId: string }): string {
  return `${stream.id} ${shardId}`;
}
