import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { type Kinds, kind } from "./kind";

const bucket = z.object({ bucket: z.string() });

const object = z.object({ bucket: z.string(), key: z.string(), source: z.string() });

/** What is made of S3's resources. */
export const s3Kinds: Kinds = {
  aws_s3_bucket: kind(bucket, ["force_destroy"], (settings, _, { s3 }) => s3.ensureBucket(settings.bucket)),
  aws_s3_object: kind(object, [], async ({ bucket, key, source }, { stackDir }, { s3 }) => {
    const path = resolve(stackDir, source);
    // The jar of Flink applications need not be built for what runs here: an empty object stands in, and `weir plan` and
    // `weir apply` are who must have it.
    await s3.putObject(bucket, key, existsSync(path) ? [await readFile(path)] : "");
  }),
};
