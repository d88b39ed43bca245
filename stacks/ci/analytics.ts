import type { Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./terraform-permissions";

/** Flink applications, and their code. */
export function analyticsPermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  const applications = [names.application("*").arn];
  const bucket = names.artifactsBucket.arn;
  const code = [`${bucket}/${names.flinkCodeKey("*")}`];
  const encryption: Statement = {
    Sid: "EncryptCode",
    // A jar is put in parts, for which S3 must decrypt, too.
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: [names.keysArn],
    Condition: {
      StringEquals: { "kms:ViaService": names.host("s3"), "kms:EncryptionContext:aws:s3:arn": bucket },
    },
  };
  return {
    reads: [
      {
        Sid: "ReadApplications",
        Action: ["kinesisanalytics:DescribeApplication", "kinesisanalytics:ListTagsForResource"],
        Resource: applications,
      },
      // S3 has no other permission to ask whether an object is there.
      { Sid: "ReadCode", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: code },
    ],
    writes: [
      {
        Sid: "MakeApplications",
        Action: [
          "kinesisanalytics:AddApplicationVpcConfiguration",
          "kinesisanalytics:CreateApplication",
          "kinesisanalytics:DeleteApplication",
          "kinesisanalytics:DeleteApplicationVpcConfiguration",
          "kinesisanalytics:DescribeApplicationOperation",
          "kinesisanalytics:StartApplication",
          "kinesisanalytics:TagResource",
          "kinesisanalytics:UntagResource",
          "kinesisanalytics:UpdateApplication",
        ],
        Resource: applications,
      },
      {
        Sid: "PutCode",
        Action: [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:PutObject",
          "s3:PutObjectTagging",
        ],
        Resource: code,
      },
      { Sid: "ListCode", Action: ["s3:ListBucketVersions"], Resource: [bucket] },
      ...(environment.encryption === "customer-managed" ? [encryption] : []),
    ],
  };
}
