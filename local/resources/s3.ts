import { z } from "zod";
import { type Kinds, kind } from "./kind";

const bucket = z.object({ bucket: z.string() });

/** What is made of S3's resources. */
export const s3Kinds: Kinds = {
  aws_s3_bucket: kind(bucket, ["force_destroy"], (settings, _, { s3 }) => s3.ensureBucket(settings.bucket)),
};
