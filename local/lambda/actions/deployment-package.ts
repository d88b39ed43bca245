import { AwsError } from "../../aws-error";
import { blob, blobBuffer } from "../../server/blob-shape";
import { type Infer, structure, text } from "../../server/input-shape";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";

/** Where a request says that a function's code is. */
export const codeMembers = {
  ZipFile: blob({ maxBytes: Infinity }),
  S3Bucket: text({ min: 3, max: 63, pattern: "[0-9A-Za-z\\.\\-_]*(?<!\\.)" }),
  S3Key: text({ min: 1, max: 1_024 }),
  ImageUri: text({}),
};

const code = structure({}, codeMembers);

/** Lambda's limit on a package that comes in the request. */
const maxZippedBytes = 52_428_800;

/**
 * Gets a function's deployment package out of its request, or out of S3.
 * @throws AwsError `InvalidParameterValueException`, or `RequestEntityTooLargeException` for one that S3 should hold
 */
export async function readPackage(lambda: Lambda, input: Infer<typeof code>): Promise<Uint8Array> {
  const { ZipFile, S3Bucket, S3Key, ImageUri } = input;
  if (ImageUri !== undefined) throw invalidParameter("Container images do not run locally: only zip packages do.");
  if (ZipFile !== undefined) {
    const zip = blobBuffer(ZipFile);
    if (zip.length < maxZippedBytes) return zip;
    const message = `Zipped size must be smaller than ${maxZippedBytes} bytes`;
    throw new AwsError("RequestEntityTooLargeException", message, 413);
  }
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter("Please provide a source for function code.");
  }
  return readObject(lambda, S3Bucket, S3Key);
}

async function readObject(lambda: Lambda, bucket: string, key: string): Promise<Uint8Array> {
  try {
    return await lambda.readObject(bucket, key);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message } = error;
    throw invalidParameter(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`);
  }
}
