import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Level } from "level";
import type { Clock } from "../clock";
import { behindPrefix, ObjectCursor } from "./object-cursor";
import { freePath, removeFile } from "./object-path";
import { checkCondition, type ObjectRecord, type WriteCondition } from "./object-record";
import { noSuchBucket, noSuchKey, S3Error } from "./s3-error";
import type { StagedBody } from "./stage-body";
import { Turns } from "./turns";
import { Uploads } from "./uploads";

/** An object's bytes, open, with the record they belong to. */
export interface OpenObject {
  readonly record: ObjectRecord;
  /** To be closed by whoever asked for it. */
  readonly file: FileHandle;
}

/** An object was written, or deleted. */
export interface StoreChange {
  readonly bucket: string;
  readonly key: string;
  /** Absent when it is gone. */
  readonly record?: ObjectRecord;
}

/**
 * Buckets and objects on disk: each object a file under `<root>/<bucket>/<key>` where its key can be a path, all that
 * is known of it in an ordered index under `<root>/.metadata/`. Writes appear whole or not at all.
 */
export class ObjectStore {
  /** Multipart uploads that are not objects yet. */
  readonly uploads: Uploads;
  readonly #buckets;
  /** By `<bucket>/<key>`. */
  readonly #objects;
  /** One write at a time a bucket: a condition holds until the write that it guards is done. */
  readonly #turns = new Turns();
  readonly #listeners = new Set<(change: StoreChange) => void>();

  private constructor(
    readonly root: string,
    private readonly index: Level<string, unknown>,
    private readonly clock: Clock,
  ) {
    this.#buckets = index.sublevel<string, { createdMs: number }>("buckets", { valueEncoding: "json" });
    this.uploads = new Uploads(join(root, ".metadata", "uploads"), index, clock);
    this.#objects = index.sublevel<string, ObjectRecord>("objects", { valueEncoding: "json" });
  }

  /**
   * Opens a store, or makes it.
   * @throws Error when another process has it open
   */
  static async open(root: string, clock: Clock): Promise<ObjectStore> {
    const indexPath = join(root, ".metadata", "index");
    await mkdir(indexPath, { recursive: true });
    const index = new Level<string, unknown>(indexPath, { valueEncoding: "json" });
    try {
      await index.open();
    } catch (cause) {
      if (!isLocked(cause)) throw cause;
      throw new Error(`can't open the S3 objects in ${root}: stop the other local AWS that uses them`, { cause });
    }
    const store = new ObjectStore(root, index, clock);
    // What a killed process was receiving.
    await rm(store.#staging, { recursive: true, force: true });
    await mkdir(store.#staging);
    return store;
  }

  /** Makes a bucket; false when it is there already. */
  createBucket(bucket: string): Promise<boolean> {
    return this.#turns.take(bucket, async () => {
      if (await this.#buckets.get(bucket)) return false;
      await mkdir(join(this.root, bucket), { recursive: true });
      await this.#buckets.put(bucket, { createdMs: this.clock.now() });
      return true;
    });
  }

  /** All buckets, by name. */
  async buckets(): Promise<{ readonly name: string; readonly createdMs: number }[]> {
    const entries = await this.#buckets.iterator().all();
    return entries.map(([name, { createdMs }]) => ({ name, createdMs }));
  }

  /** @throws S3Error `NoSuchBucket` */
  async requireBucket(bucket: string): Promise<void> {
    if (!(await this.#buckets.get(bucket))) throw noSuchBucket(bucket);
  }

  /** @throws S3Error `NoSuchBucket`, `BucketNotEmpty` */
  deleteBucket(bucket: string): Promise<void> {
    return this.#turns.take(bucket, async () => {
      await this.requireBucket(bucket);
      if (!(await this.#isEmpty(bucket))) {
        throw new S3Error("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, { BucketName: bucket });
      }
      await this.#buckets.del(bucket);
      await rm(join(this.root, bucket), { recursive: true, force: true });
    });
  }

  /** A path for a file that is not yet an object. */
  stagingPath(): string {
    return join(this.#staging, randomUUID());
  }

  /**
   * Makes a staged body the object of a key, in one step; the staged file is used up, whatever the outcome.
   * @throws S3Error `NoSuchBucket`; `PreconditionFailed` and `NoSuchKey` by the condition
   */
  async commit(
    bucket: string,
    key: string,
    body: StagedBody,
    facts: Pick<ObjectRecord, "headers" | "checksum" | "etag">,
    condition: WriteCondition = {},
  ): Promise<ObjectRecord> {
    try {
      return await this.#turns.take(bucket, async () => {
        await this.requireBucket(bucket);
        const current = await this.#objects.get(`${bucket}/${key}`);
        checkCondition(condition, key, current);
        const path = current?.path ?? (await freePath(this.root, bucket, key));
        const record = { ...facts, size: body.size, lastModifiedMs: this.clock.now(), path };
        await this.#objects.put(`${bucket}/${key}`, record);
        // A person may have tidied the folders away.
        await mkdir(dirname(join(this.root, path)), { recursive: true });
        await rename(body.path, join(this.root, path));
        this.#announce({ bucket, key, record });
        return record;
      });
    } catch (error) {
      await rm(body.path, { force: true });
      throw error;
    }
  }

  /**
   * An object's record and its bytes, which belong together even while it is being replaced.
   * @throws S3Error `NoSuchBucket`, `NoSuchKey`
   */
  open(bucket: string, key: string): Promise<OpenObject> {
    return this.#turns.take(bucket, async () => {
      const record = await this.record(bucket, key);
      return { record, file: await open(join(this.root, record.path)) };
    });
  }

  /** @throws S3Error `NoSuchBucket`, `NoSuchKey` */
  async record(bucket: string, key: string): Promise<ObjectRecord> {
    await this.requireBucket(bucket);
    const record = await this.#objects.get(`${bucket}/${key}`);
    if (!record) throw noSuchKey(key);
    return record;
  }

  /**
   * Deletes an object if it is there.
   * @throws S3Error `NoSuchBucket`; `PreconditionFailed` and `NoSuchKey` by the condition
   */
  delete(bucket: string, key: string, condition: WriteCondition = {}): Promise<void> {
    return this.#turns.take(bucket, async () => {
      await this.requireBucket(bucket);
      const record = await this.#objects.get(`${bucket}/${key}`);
      checkCondition(condition, key, record);
      if (!record) return;
      await this.#objects.del(`${bucket}/${key}`);
      await removeFile(this.root, record.path);
      this.#announce({ bucket, key });
    });
  }

  /** Calls `listener` after each object that is written or deleted. */
  onChange(listener: (change: StoreChange) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * The objects whose keys begin with a prefix.
   * @param after where to go on, if not at the prefix: behind this key, or `behindPrefix` of one
   * @throws S3Error `NoSuchBucket`
   */
  async cursor(bucket: string, prefix: string, after?: Buffer): Promise<ObjectCursor> {
    await this.requireBucket(bucket);
    const inBucket = Buffer.from(`${bucket}/`);
    const first = Buffer.from(`${bucket}/${prefix}`);
    const start = after && Buffer.concat([inBucket, after]);
    const from = start && Buffer.compare(start, first) >= 0 ? { gt: start } : { gte: first };
    const range = { ...from, lt: behindPrefix(`${bucket}/${prefix}`), keyEncoding: "buffer" };
    return new ObjectCursor(this.#objects.iterator<Buffer, ObjectRecord>(range), bucket);
  }

  /** Closes the index. */
  close(): Promise<void> {
    return this.index.close();
  }

  get #staging(): string {
    return join(this.root, ".metadata", "staging");
  }

  #announce(change: StoreChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  async #isEmpty(bucket: string): Promise<boolean> {
    const cursor = await this.cursor(bucket, "");
    try {
      return (await cursor.next()) === undefined;
    } finally {
      await cursor.close();
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code === "LEVEL_LOCKED";
}
