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
  aws_s3_object: kind(object, [], async ({ bucket, key, source }, { address, stackDir }, { s3, notice }) => {
    const path = resolve(stackDir, source);
    // Code that only AWS runs, such as the jar of Flink applications, need not be built for what runs here.
    const isThere = existsSync(path);
    if (!isThere) notice(`${address} is empty: there is no ${path}`);
    await s3.putObject(bucket, key, isThere ? [await readFile(path)] : "");
  }),
};
