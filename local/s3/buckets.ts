import { escapeXml } from "../xml";
import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";
import type { S3Action } from "./s3-request";
import { s3Document } from "./s3-xml";

/** AWS's oldest region, which still answers as it did before there were others. */
const oldestRegion = "us-east-1";
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Makes a bucket; false when it is there already.
 * @throws S3Error `InvalidBucketName`
 */
export async function makeBucket(store: ObjectStore, bucket: string): Promise<boolean> {
  if (!bucketName.test(bucket) || bucket.includes("..")) {
    throw new S3Error("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: bucket });
  }
  return store.createBucket(bucket);
}

/** CreateBucket. Making one's own bucket again is an error everywhere but in the oldest region. */
export const createBucket: S3Action = async ({ bucket, context }, store) => {
  if (!(await makeBucket(store, bucket)) && context.region !== oldestRegion) {
    const message = "Your previous request to create the named bucket succeeded and you already own it.";
    throw new S3Error("BucketAlreadyOwnedByYou", message, 409, { BucketName: bucket });
  }
  return { headers: { Location: `/${bucket}` } };
};

/** HeadBucket. */
export const headBucket: S3Action = async ({ bucket, context }, store) => {
  await store.requireBucket(bucket);
  return { headers: { "x-amz-bucket-region": context.region } };
};

/** DeleteBucket. */
export const deleteBucket: S3Action = async ({ bucket }, store) => {
  await store.deleteBucket(bucket);
  return { statusCode: 204 };
};

/** GetBucketLocation: empty for the oldest region. */
export const getBucketLocation: S3Action = async ({ bucket, context }, store) => {
  await store.requireBucket(bucket);
  return { body: s3Document("LocationConstraint", context.region === oldestRegion ? "" : escapeXml(context.region)) };
};

/** GetBucketVersioning: there is none, whatever the environment's Terraform says. */
export const getBucketVersioning: S3Action = async ({ bucket }, store) => {
  await store.requireBucket(bucket);
  return { body: s3Document("VersioningConfiguration", "") };
};

/** ListBuckets. */
export const listBuckets: S3Action = async ({ context }, store) => {
  const owner = `<Owner><ID>${context.accountId}</ID></Owner>`;
  const buckets = (await store.buckets()).map(({ name, createdMs }) => {
    const creationDate = new Date(createdMs).toISOString();
    return `<Bucket><Name>${name}</Name><CreationDate>${creationDate}</CreationDate></Bucket>`;
  });
  return { body: s3Document("ListAllMyBucketsResult", `${owner}<Buckets>${buckets.join("")}</Buckets>`) };
};
