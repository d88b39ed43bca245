import { Readable } from "node:stream";
import type { Clock } from "../clock";
import type { Service } from "../server/service";
import { makeBucket } from "./buckets";
import { NewestObjects, type StoredObject } from "./newest-objects";
import { ObjectStore } from "./object-store";
import { s3Service } from "./s3-service";
import { stageBody } from "./stage-body";

/** Where objects live, and the time they are written at. */
export interface S3Options {
  /** The folder that holds a folder a bucket, such as `.weir/s3`. */
  readonly root: string;
  readonly clock: Clock;
}

/** S3 on disk: the service for the endpoint, and what the host does without a request. */
export interface S3 {
  readonly service: Service;
  /** Makes a bucket if it is not there. @throws S3Error `InvalidBucketName` */
  ensureBucket(bucket: string): Promise<void>;
  /** Writes an object, whose body may come in pieces. @throws S3Error `NoSuchBucket` */
  putObject(bucket: string, key: string, body: string | readonly Uint8Array[]): Promise<void>;
  /** An object, whole. @throws S3Error `NoSuchBucket`, `NoSuchKey` */
  getObject(bucket: string, key: string): Promise<Uint8Array>;
  /** How large an object is, bytes. @throws S3Error `NoSuchBucket`, `NoSuchKey` */
  objectSize(bucket: string, key: string): Promise<number>;
  /** The newest objects whose keys begin with a prefix, 50 at most, the newest first; none of a bucket that is not there. */
  newest(bucket: string, prefix: string): Promise<readonly StoredObject[]>;
  /** Closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the S3 that lives in a folder.
 * @throws Error when another process has it open
 */
export async function createS3({ root, clock }: S3Options): Promise<S3> {
  const store = await ObjectStore.open(root, clock);
  const newest = new NewestObjects(store);
  return {
    service: s3Service(store),
    async ensureBucket(bucket) {
      await makeBucket(store, bucket);
    },
    async putObject(bucket, key, content) {
      const pieces = typeof content === "string" ? [Buffer.from(content)] : content;
      const body = await stageBody(Readable.from(pieces), store.stagingPath());
      const headers = { "content-type": "binary/octet-stream" };
      await store.commit(bucket, key, body, { etag: body.md5.toString("hex"), headers });
    },
    async getObject(bucket, key) {
      const { file } = await store.open(bucket, key);
      try {
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
    objectSize: async (bucket, key) => (await store.record(bucket, key)).size,
    newest: (bucket, prefix) => newest.list(bucket, prefix),
    close: () => store.close(),
  };
}
