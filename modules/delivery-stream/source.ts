import type { KinesisFirehoseDeliveryStreamConfig } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { Statement } from "../iam/policy-document";

/** Where records come from. AWS encrypts only what is put directly: what a stream holds is encrypted there. */
export type Source =
  | { readonly kind: "stream"; readonly streamArn: string }
  | { readonly kind: "direct-put"; readonly encryption: DirectPutEncryption };

/** The key that records put directly are encrypted with until they are delivered. */
export type DirectPutEncryption =
  | { readonly kind: "aws-owned" }
  | { readonly kind: "customer-managed"; readonly keyArn: string };

type SourceConfiguration = Pick<
  KinesisFirehoseDeliveryStreamConfig,
  "kinesisSourceConfiguration" | "serverSideEncryption"
>;

/** The part of Terraform's resource that is the source's. */
export function sourceConfiguration(source: Source, roleArn: string): SourceConfiguration {
  if (source.kind === "stream") return { kinesisSourceConfiguration: { kinesisStreamArn: source.streamArn, roleArn } };
  const { encryption } = source;
  if (encryption.kind === "aws-owned") {
    return { serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" } };
  }
  return { serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: encryption.keyArn } };
}

/** What the role needs to read; a producer puts records by its own permissions. */
export function sourceStatements(source: Source): Statement[] {
  if (source.kind === "direct-put") return [];
  return [
    {
      Sid: "ReadStream",
      Action: ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: [source.streamArn],
    },
  ];
}
