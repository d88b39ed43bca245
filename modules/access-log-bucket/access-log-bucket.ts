import type { Construct } from "constructs";
import { PrivateBucket } from "../private-bucket/private-bucket";

/** See {@link AccessLogBucket}. */
export interface AccessLogBucketProps {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly isProtected: boolean;
  readonly expiryDays: number;
  /** ARNs of the buckets that log here. */
  readonly sources: readonly string[];
}

/** Where the other buckets' access logs go. */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id, {
      name: props.name,
      arn: props.arn,
      isProtected: props.isProtected,
      // S3 delivers access logs to no bucket whose default is a key of KMS.
      encryption: { kind: "s3" },
      lifecycleRules: [
        { id: "expire", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days: props.expiryDays }] },
      ],
      policyStatements: [
        {
          Sid: "AccessLogs",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: ["s3:PutObject"],
          Resource: [`${props.arn}/*`],
          Condition: {
            StringEquals: { "aws:SourceAccount": props.account },
            ArnEquals: { "aws:SourceArn": props.sources },
          },
        },
      ],
    });
  }
}
