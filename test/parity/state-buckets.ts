import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Synthesis } from "./synthesis";

/** Makes the buckets that the stacks keep their states in. */
export async function makeStateBuckets({ stacks }: Synthesis, endpointUrl: string): Promise<void> {
  const s3 = new S3Client({
    endpoint: endpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    forcePathStyle: true,
  });
  const backends = Object.values(stacks).map(({ terraform }) => (terraform as { backend: Backend }).backend);
  const buckets = new Set(backends.flatMap(({ s3 }) => s3?.bucket ?? []));
  for (const Bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket }));
  s3.destroy();
}

/** Where a stack keeps its state: in S3, or elsewhere. */
interface Backend {
  readonly s3?: { readonly bucket: string };
}
