import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";

/**
 * Makes the bucket of an environment's states, and no more, where a suite is not about the bootstrap: the provider waits
 * a minute for the lifecycle of a bucket.
 */
export async function makeStateBucket(endpoint: string, environment: string, account: string): Promise<void> {
  const settings = { ...loadEnvironment(environment), account };
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const s3 = new S3Client({ endpoint, region: settings.region, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: namesOf(settings).stateBucket.name }));
  s3.destroy();
}
