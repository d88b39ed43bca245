import type { ObjectStore, StoreChange } from "./object-store";
import { S3Error } from "./s3-error";

/** An object, as a listing has it. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/** Where objects are. */
interface Place {
  readonly bucket: string;
  readonly prefix: string;
  /** The newest first. */
  objects: readonly StoredObject[];
  /** When those are known that were there before it was asked for. */
  isListed: Promise<void> | undefined;
}

/** So many of a place are known. */
const maxObjects = 50;

/** Knows the newest objects of the places that it was ever asked for, without listing them again each time. */
export class NewestObjects {
  readonly #places = new Map<string, Place>();

  constructor(private readonly store: ObjectStore) {
    store.onChange((change) => this.#follow(change));
  }

  /**
   * The newest objects of a bucket whose keys begin with a prefix, 50 at most, the newest first; none of a bucket that is
   * not there.
   */
  async list(bucket: string, prefix: string): Promise<readonly StoredObject[]> {
    const id = `${bucket}/${prefix}`;
    let place = this.#places.get(id);
    if (!place) {
      place = { bucket, prefix, objects: [], isListed: undefined };
      this.#places.set(id, place);
      place.isListed = this.#listAll(place);
    }
    try {
      await place.isListed;
    } catch (error) {
      this.#places.delete(id);
      if (!(error instanceof S3Error) || error.code !== "NoSuchBucket") throw error;
    }
    return place.objects;
  }

  async #listAll(place: Place): Promise<void> {
    const cursor = await this.store.cursor(place.bucket, place.prefix);
    try {
      for (let object = await cursor.next(); object; object = await cursor.next()) {
        const { key, record } = object;
        keep(place, { bucket: place.bucket, key, sizeBytes: record.size, modifiedMs: record.lastModifiedMs });
      }
    } finally {
      await cursor.close();
    }
  }

  #follow({ bucket, key, record }: StoreChange): void {
    for (const place of this.#places.values()) {
      if (place.bucket !== bucket || !key.startsWith(place.prefix)) continue;
      if (record) keep(place, { bucket, key, sizeBytes: record.size, modifiedMs: record.lastModifiedMs });
      else place.objects = place.objects.filter((object) => object.key !== key);
    }
  }
}

function keep(place: Place, object: StoredObject): void {
  const { objects } = place;
  const last = objects.at(-1);
  if (objects.length === maxObjects && last && last.modifiedMs > object.modifiedMs) return;
  const others = objects.filter(({ key }) => key !== object.key);
  const at = others.findIndex(({ modifiedMs }) => modifiedMs <= object.modifiedMs);
  place.objects = others.toSpliced(at < 0 ? others.length : at, 0, object).slice(0, maxObjects);
}
