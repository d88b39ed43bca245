import { UnknownOperationError } from "../server/unknown-operation";
import { createBucket, deleteBucket, getBucketLocation, getBucketVersioning, headBucket, listBuckets } from "./buckets";
import { completeMultipartUpload } from "./complete-multipart-upload";
import { copyObject, uploadPartCopy } from "./copy-object";
import { deleteObject, deleteObjects } from "./delete-objects";
import { getObject, headObject } from "./get-object";
import { listObjects } from "./list-objects";
import { listObjectsV2 } from "./list-objects-v2";
import { abortMultipartUpload, createMultipartUpload, listParts, uploadPart } from "./multipart-upload";
import { putObject } from "./put-object";
import type { S3Action, S3Request } from "./s3-request";

/** By what a request is about, its method, the query parameter that chooses among operations, and a copy's source. */
const actions: Readonly<Record<string, S3Action>> = {
  "service GET": listBuckets,
  "bucket PUT": createBucket,
  "bucket HEAD": headBucket,
  "bucket DELETE": deleteBucket,
  "bucket GET": listObjects,
  "bucket GET ?location": getBucketLocation,
  "bucket GET ?versioning": getBucketVersioning,
  "bucket GET ?list-type": listObjectsV2,
  "bucket POST ?delete": deleteObjects,
  "object PUT": putObject,
  "object PUT from": copyObject,
  "object GET": getObject,
  "object HEAD": headObject,
  "object DELETE": deleteObject,
  "object POST ?uploads": createMultipartUpload,
  "object PUT ?uploadId": uploadPart,
  "object PUT ?uploadId from": uploadPartCopy,
  "object GET ?uploadId": listParts,
  "object DELETE ?uploadId": abortMultipartUpload,
  "object POST ?uploadId": completeMultipartUpload,
};

/** The query parameters that make an operation another one; all others refine it. */
const subresources = [
  ...["list-type", "location", "delete", "uploads", "uploadId", "partNumber", "accelerate", "acl", "analytics"],
  ...["attributes", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "logging"],
  ...["metadataTable", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus"],
  ...["publicAccessBlock", "renameObject", "replication", "requestPayment", "restore", "retention", "select"],
  ...["session", "tagging", "torrent", "versioning", "versions", "website"],
];

/** The operation that a request asks for. @throws UnknownOperationError */
export function findAction({ method, bucket, key, query, headers }: S3Request): S3Action {
  const about = key !== "" ? "object" : bucket !== "" ? "bucket" : "service";
  const subresource = subresources.find((name) => query.has(name));
  const isCopy = method === "PUT" && headers["x-amz-copy-source"] !== undefined;
  const name = [about, method, ...(subresource ? [`?${subresource}`] : []), ...(isCopy ? ["from"] : [])].join(" ");
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action;
  throw new UnknownOperationError("s3", name);
}
