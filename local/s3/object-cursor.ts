import type { ObjectRecord } from "./object-record";

/** The part of an index iterator that a cursor needs: keys are `<bucket>/<key>` in UTF-8. */
export interface IndexIterator {
  next(): Promise<[Buffer, ObjectRecord] | undefined>;
  seek(target: Buffer): void;
  close(): Promise<void>;
}

/** No UTF-8 holds this byte: a prefix with it behind is greater than all that begins with the prefix. */
const afterAll = Buffer.from([0xff]);

/** The place after every key that begins with a prefix. */
export function behindPrefix(prefix: string): Buffer {
  return Buffer.concat([Buffer.from(prefix), afterAll]);
}

/** Walks the objects of a bucket in the order of their keys' UTF-8, as S3 lists them. To be closed after use. */
export class ObjectCursor {
  readonly #iterator: IndexIterator;
  readonly #bucketPrefix: Buffer;

  constructor(iterator: IndexIterator, bucket: string) {
    this.#iterator = iterator;
    this.#bucketPrefix = Buffer.from(`${bucket}/`);
  }

  /** The next object, or undefined at the end. */
  async next(): Promise<{ readonly key: string; readonly record: ObjectRecord } | undefined> {
    const entry = await this.#iterator.next();
    return entry && { key: entry[0].toString("utf8", this.#bucketPrefix.length), record: entry[1] };
  }

  /** Leaves out what is left of the keys that begin with a prefix, without reading them. */
  skipPrefix(prefix: string): void {
    this.#iterator.seek(Buffer.concat([this.#bucketPrefix, behindPrefix(prefix)]));
  }

  close(): Promise<void> {
    return this.#iterator.close();
  }
}
