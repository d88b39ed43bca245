import { AwsError } from "../../aws-error";
import type { ApplicationCode, S3ContentLocation } from "../application-configuration";
import { invalidArgument } from "../invalid-argument";
import type { ManagedFlink } from "../managed-flink";

/**
 * Finds an application's code.
 * @throws AwsError `InvalidArgumentException` when it is no jar or zip, or not there
 */
export async function findCode(
  { objectSize }: ManagedFlink,
  contentType: "PLAINTEXT" | "ZIPFILE" | undefined,
  location: S3ContentLocation | undefined,
): Promise<ApplicationCode> {
  if (contentType === "PLAINTEXT") throw invalidArgument("CodeContentType must be ZIPFILE for a Flink application.");
  if (!location)
    throw invalidArgument("S3ContentLocation must be given: code in the request is not part of the local AWS.");
  const bucket = location.BucketARN.slice(location.BucketARN.lastIndexOf(":") + 1);
  try {
    return { location, bytes: await objectSize(bucket, location.FileKey) };
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    const message =
      "Please check the role provided or validity of S3 location you provided. We are unable to get the specified " +
      `fileKey: ${location.FileKey} in the specified bucket: ${bucket}`;
    throw Object.assign(invalidArgument(message), { cause });
  }
}
