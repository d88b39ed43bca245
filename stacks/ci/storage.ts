import type { Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./terraform-permissions";

/** Buckets, tables of DynamoDB, and what describes and queries the lake. */
export function storagePermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  // Named one by one: the state's bucket has the same form of name.
  const buckets = [names.lakeBucket, names.failuresBucket, names.accessLogsBucket, names.artifactsBucket].map(
    ({ arn }) => arn,
  );
  const tables = [names.table("*").arn];
  const workgroup = [names.workgroup.arn];
  const catalog = [names.glueCatalogArn, names.glueDatabase.arn, names.glueTable("*").arn];
  const emptying: Statement[] = [
    { Sid: "ListVersions", Action: ["s3:ListBucketVersions"], Resource: buckets },
    {
      Sid: "EmptyBuckets",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      Resource: buckets.map((arn) => `${arn}/*`),
    },
  ];
  return {
    reads: [
      {
        Sid: "ReadBuckets",
        // Terraform reads all there is to a bucket, whatever of it we set.
        Action: [
          "s3:GetAccelerateConfiguration",
          "s3:GetBucketAcl",
          "s3:GetBucketCORS",
          "s3:GetBucketLogging",
          "s3:GetBucketObjectLockConfiguration",
          "s3:GetBucketOwnershipControls",
          "s3:GetBucketPolicy",
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketRequestPayment",
          "s3:GetBucketTagging",
          "s3:GetBucketVersioning",
          "s3:GetBucketWebsite",
          "s3:GetEncryptionConfiguration",
          "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration",
          "s3:ListBucket",
          "s3:ListTagsForResource",
        ],
        Resource: buckets,
      },
      {
        Sid: "ReadTables",
        Action: [
          "dynamodb:DescribeContinuousBackups",
          "dynamodb:DescribeTable",
          "dynamodb:DescribeTimeToLive",
          "dynamodb:ListTagsOfResource",
        ],
        Resource: tables,
      },
      {
        Sid: "ReadCatalog",
        Action: ["glue:GetDatabase", "glue:GetPartitionIndexes", "glue:GetTable", "glue:GetTags"],
        Resource: catalog,
      },
      {
        Sid: "ReadWorkgroup",
        Action: ["athena:GetNamedQuery", "athena:GetWorkGroup", "athena:ListTagsForResource"],
        Resource: workgroup,
      },
    ],
    writes: [
      {
        Sid: "MakeBuckets",
        Action: [
          "s3:CreateBucket",
          "s3:DeleteBucket",
          "s3:DeleteBucketPolicy",
          "s3:PutBucketLogging",
          "s3:PutBucketOwnershipControls",
          "s3:PutBucketPolicy",
          "s3:PutBucketPublicAccessBlock",
          "s3:PutBucketTagging",
          "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration",
          "s3:PutLifecycleConfiguration",
          "s3:TagResource",
          "s3:UntagResource",
        ],
        Resource: buckets,
      },
      // One that is not protected is emptied before it goes.
      ...(environment.deletionProtection ? [] : emptying),
      {
        Sid: "MakeTables",
        Action: [
          "dynamodb:CreateTable",
          "dynamodb:DeleteTable",
          "dynamodb:TagResource",
          "dynamodb:UntagResource",
          "dynamodb:UpdateContinuousBackups",
          "dynamodb:UpdateTable",
          "dynamodb:UpdateTimeToLive",
        ],
        Resource: tables,
      },
      {
        Sid: "MakeCatalog",
        Action: [
          "glue:CreateDatabase",
          "glue:CreateTable",
          "glue:DeleteDatabase",
          "glue:DeleteTable",
          "glue:TagResource",
          "glue:UntagResource",
          "glue:UpdateDatabase",
          "glue:UpdateTable",
        ],
        Resource: [...catalog, names.glueFunctionsArn],
      },
      {
        Sid: "MakeWorkgroup",
        Action: [
          "athena:CreateNamedQuery",
          "athena:CreateWorkGroup",
          "athena:DeleteNamedQuery",
          "athena:DeleteWorkGroup",
          "athena:TagResource",
          "athena:UntagResource",
          "athena:UpdateWorkGroup",
        ],
        Resource: workgroup,
      },
    ],
  };
}
