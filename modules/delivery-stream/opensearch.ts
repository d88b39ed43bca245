import { networkStatements, type Vpc } from "../iam/network-statements";
import type { Statement } from "../iam/policy-document";
import { type Buffer, bufferConfiguration, type Destination } from "./destination";
import { metricGroups } from "./metric-groups";
import { processingConfiguration, type Transform, transformStatements } from "./processing";
import { type Backup, backupConfiguration, writeStatements } from "./s3-location";

/** AWS's word for how often a new index begins. */
const rotationPeriods = {
  none: "NoRotation",
  hour: "OneHour",
  day: "OneDay",
  week: "OneWeek",
  month: "OneMonth",
} as const;

/** See {@link openSearchDestination}. The buffer: 1–100 mebibytes, 0–900 seconds. */
export interface OpenSearchDestinationProps extends Buffer {
  readonly domainArn: string;
  /** With rotation, the time is added to it. */
  readonly indexName: string;
  readonly indexRotation: keyof typeof rotationPeriods;
  /** Who names the documents: Firehose, whose names keep a retry from adding one twice, or OpenSearch. */
  readonly documentId: "firehose" | "none";
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly transform: Transform | undefined;
  /** Its mode is set when the delivery stream is made, and never changed after. */
  readonly backup: Backup;
  /** Where a domain inside a VPC is reached from. */
  readonly vpc?: Vpc | undefined;
}

/** An index of an Amazon OpenSearch Service domain. */
export function openSearchDestination(props: OpenSearchDestinationProps): Destination {
  const { transform, backup, vpc } = props;
  return {
    configuration: (context) => ({
      destination: "opensearch",
      opensearchConfiguration: {
        roleArn: context.roleArn,
        domainArn: props.domainArn,
        indexName: props.indexName,
        indexRotationPeriod: rotationPeriods[props.indexRotation],
        documentIdOptions: {
          defaultDocumentIdFormat: props.documentId === "firehose" ? "FIREHOSE_DEFAULT" : "NO_DOCUMENT_ID",
        },
        ...bufferConfiguration(props),
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration({ transform }),
        s3BackupMode: backup.mode === "all" ? "AllDocuments" : "FailedDocumentsOnly",
        s3Configuration: backupConfiguration(backup, context),
        vpcConfig: vpc && {
          roleArn: context.roleArn,
          subnetIds: [...vpc.subnetIds],
          securityGroupIds: [...vpc.securityGroupIds],
        },
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      ...indexStatements(props),
      // The domain's network is of the domain's account and region.
      ...(vpc ? networkStatements(props.domainArn, vpc, "ec2:DescribeVpcAttribute") : []),
      ...writeStatements(account, [backup]),
      ...transformStatements(transform),
    ],
    metricGroups: metricGroups.opensearch,
  };
}

/** The actions, and the paths of reads, that AWS's documentation asks for. */
function indexStatements({ domainArn, indexName }: OpenSearchDestinationProps): Statement[] {
  const read = ["_all/_settings", "_cluster/stats", "_nodes", "_nodes/stats", "_nodes/*/stats", "_stats"];
  const readOfIndex = [`${indexName}*/_mapping`, `${indexName}*/_mapping/*`, `${indexName}*/_stats`];
  return [
    {
      Sid: "WriteIndex",
      Action: ["es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains", "es:ESHttpPost", "es:ESHttpPut"],
      Resource: [domainArn, `${domainArn}/*`],
    },
    {
      Sid: "ReadIndex",
      Action: ["es:ESHttpGet"],
      Resource: [...read, ...readOfIndex].map((path) => `${domainArn}/${path}`),
    },
  ];
}
