import type { Delivery, Environment } from "../environments";
import type { Conditions, Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import type { DataKeys } from "./foundation";

/** A delivery's use of the environment's own keys: through the services that encrypt, and for what it reads and writes. */
export function deliveryStatements(
  environment: Environment,
  { source, destination }: Delivery,
  keys: DataKeys,
): Statement[] {
  const names = namesOf(environment);
  const through = (service: string, contextKey: string, value: string): Conditions => ({
    StringEquals: { "kms:ViaService": names.host(service), [`kms:EncryptionContext:${contextKey}`]: value },
  });
  const statements: Statement[] = [];
  if (source.kind === "stream" && keys.streams !== undefined) {
    statements.push({
      Sid: "DecryptStream",
      Action: ["kms:Decrypt"],
      Resource: [keys.streams],
      Condition: through("kinesis", "aws:kinesis:arn", names.stream(source.stream).arn),
    });
  }
  if (keys.buckets !== undefined) {
    // With bucket keys, S3 names the bucket and not the object.
    const bucket = destination.kind === "s3" ? names.lakeBucket : names.failuresBucket;
    statements.push({
      Sid: "EncryptObjects",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [keys.buckets],
      Condition: through("s3", "aws:s3:arn", bucket.arn),
    });
  }
  return statements;
}
