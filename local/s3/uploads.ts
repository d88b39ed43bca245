import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Level } from "level";
import type { Clock } from "../clock";
import type { Checksum, ChecksumAlgorithm } from "./checksum";
import { S3Error } from "./s3-error";
import type { StagedBody } from "./stage-body";

/** A multipart upload that is neither complete nor aborted. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** What the object will be given back with. */
  readonly headers: Readonly<Record<string, string>>;
  /** The checksum that the object will have. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: Checksum["type"] };
}

/** One part that has arrived. */
export interface Part {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly checksum?: Checksum;
}

/** Multipart uploads on disk: their parts are files, all else is in the index. */
export class Uploads {
  readonly #uploads;
  /** By `<upload>/<number in five digits>`, so that they lie in order. */
  readonly #parts;

  constructor(
    private readonly folder: string,
    index: Level<string, unknown>,
    private readonly clock: Clock,
  ) {
    this.#uploads = index.sublevel<string, Upload>("uploads", { valueEncoding: "json" });
    this.#parts = index.sublevel<string, Part>("parts", { valueEncoding: "json" });
  }

  /** Starts an upload; returns its id. */
  async create(upload: Omit<Upload, "id">): Promise<string> {
    const id = randomUUID().replaceAll("-", "");
    await mkdir(join(this.folder, id), { recursive: true });
    await this.#uploads.put(id, { ...upload, id });
    return id;
  }

  /** @throws S3Error `NoSuchUpload` */
  async require(id: string, bucket: string, key: string): Promise<Upload> {
    const upload = await this.#uploads.get(id);
    if (upload?.bucket === bucket && upload.key === key) return upload;
    const message =
      "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been " +
      "aborted or completed.";
    throw new S3Error("NoSuchUpload", message, 404, { UploadId: id });
  }

  /** Makes a staged body a part, in the place of an earlier one of that number. */
  async putPart(upload: Upload, number: number, body: StagedBody, checksum: Checksum | undefined): Promise<Part> {
    const etag = body.md5.toString("hex");
    const part: Part = { number, size: body.size, etag, lastModifiedMs: this.clock.now(), checksum };
    await rename(body.path, this.partPath(upload, number));
    await this.#parts.put(`${upload.id}/${String(number).padStart(5, "0")}`, part);
    return part;
  }

  /** The parts that have arrived, in the order of their numbers: at most 10,000. */
  parts(upload: Upload): Promise<Part[]> {
    return this.#parts.values({ gte: `${upload.id}/`, lt: `${upload.id}0` }).all();
  }

  /** The file that holds a part's bytes. */
  partPath(upload: Upload, number: number): string {
    return join(this.folder, upload.id, String(number));
  }

  /** Forgets an upload, and its parts with it. */
  async remove(upload: Upload): Promise<void> {
    await this.#uploads.del(upload.id);
    await this.#parts.clear({ gte: `${upload.id}/`, lt: `${upload.id}0` });
    await rm(join(this.folder, upload.id), { recursive: true, force: true });
  }
}
