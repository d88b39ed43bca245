import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { type OpenSearchDestinationProps, openSearchDestination } from "./opensearch";

const domainArn = "arn:aws-cn:es:cn-north-1:123456789012:domain/events";
const backup = {
  mode: "failed",
  bucketArn: "arn:aws:s3:::failures",
  prefix: "deliveries/search/source/",
  errorPrefix: "deliveries/search/failed/!{firehose:error-output-type}/",
  compression: "gzip",
  bufferMebibytes: 5,
  bufferSeconds: 300,
} as const;

function openSearch(changes: Partial<OpenSearchDestinationProps> = {}) {
  const { resource, permissions, construct } = deliveryTemplate(
    openSearchDestination({
      domainArn,
      indexName: "events",
      indexRotation: "day",
      documentId: "firehose",
      bufferMebibytes: 10,
      bufferSeconds: 90,
      retrySeconds: 600,
      transform: undefined,
      backup,
      ...changes,
    }),
  );
  return { resource, permissions, construct, block: resource["opensearch_configuration"] };
}

it("states all that AWS requires, and how it is to be buffered and tried again", () => {
  const { resource, block } = openSearch();
  expect(resource).toMatchObject({ destination: "opensearch" });
  expect(block).toMatchObject({
    role_arn: roleArn,
    domain_arn: domainArn,
    index_name: "events",
    index_rotation_period: "OneDay",
    document_id_options: { default_document_id_format: "FIREHOSE_DEFAULT" },
    buffering_size: 10,
    buffering_interval: 90,
    retry_duration: 600,
    s3_backup_mode: "FailedDocumentsOnly",
    s3_configuration: {
      role_arn: roleArn,
      bucket_arn: backup.bucketArn,
      prefix: backup.prefix,
      error_output_prefix: backup.errorPrefix,
    },
  });
});

it.each([
  ["none", "NoRotation"],
  ["hour", "OneHour"],
  ["day", "OneDay"],
  ["week", "OneWeek"],
  ["month", "OneMonth"],
] as const)("begins a new index with rotation %s: %s in AWS's words", (indexRotation, period) => {
  expect(openSearch({ indexRotation }).block).toMatchObject({ index_rotation_period: period });
});

it("may let OpenSearch name the documents, and keep all of them", () => {
  expect(openSearch({ documentId: "none", backup: { ...backup, mode: "all" } }).block).toMatchObject({
    document_id_options: { default_document_id_format: "NO_DOCUMENT_ID" },
    s3_backup_mode: "AllDocuments",
  });
});

it("has a role that writes to the domain, and reads what tells of its health and of the index", () => {
  const { permissions } = openSearch();
  expect(permissions["WriteIndex"]).toMatchObject({
    Action: expect.arrayContaining(["es:DescribeDomain", "es:ESHttpPost", "es:ESHttpPut"]),
    Resource: [domainArn, `${domainArn}/*`],
  });
  expect(permissions["ReadIndex"]).toMatchObject({
    Action: ["es:ESHttpGet"],
    Resource: expect.arrayContaining([`${domainArn}/_cluster/stats`, `${domainArn}/events*/_stats`]),
  });
  expect(permissions["WriteObjects"]).toMatchObject({ Resource: [`${backup.bucketArn}/deliveries/*`] });
});

describe("a domain inside a VPC", () => {
  const vpc = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };

  it("is reached from its subnets", () => {
    expect(openSearch({ vpc }).block).toMatchObject({
      vpc_config: { role_arn: roleArn, subnet_ids: ["subnet-1", "subnet-2"], security_group_ids: ["sg-1"] },
    });
    expect(openSearch().block).not.toHaveProperty("vpc_config");
  });

  it("has a role that puts network interfaces there, and nowhere else", () => {
    const ec2 = "arn:aws-cn:ec2:cn-north-1:123456789012";
    expect(openSearch({ vpc }).permissions["JoinNetwork"]).toMatchObject({
      Action: ["ec2:CreateNetworkInterface"],
      Resource: [
        `${ec2}:subnet/subnet-1`,
        `${ec2}:subnet/subnet-2`,
        `${ec2}:security-group/sg-1`,
        `${ec2}:network-interface/*`,
      ],
    });
    const network = ["DescribeNetwork", "JoinNetwork", "LeaveNetwork"];
    expect(Object.keys(openSearch({ vpc }).permissions)).toEqual(expect.arrayContaining(network));
    for (const statement of network) expect(openSearch().permissions).not.toHaveProperty(statement);
  });
});

it("is watched by the age of what is not indexed yet", () => {
  expect(openSearch().construct.metrics).toMatchObject({
    dataFreshness: { name: "DeliveryToAmazonOpenSearchService.DataFreshness" },
    deliverySuccess: { name: "DeliveryToAmazonOpenSearchService.Success" },
  });
});
