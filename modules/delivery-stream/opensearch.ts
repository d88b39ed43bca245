import type { Statement } from "../iam/policy-document";
import type { Buffering, Destination } from "./destination";
import { type Processing, processingConfiguration, processingStatements } from "./processing";
import { backupConfiguration, type S3Location, writeStatements } from "./s3-location";

/** See {@link openSearchDestination}. */
export interface OpenSearchDestinationProps {
  readonly domainArn: string;
  /** A date is added to it at each rotation. */
  readonly index: string;
  readonly indexRotation: "NoRotation" | "OneHour" | "OneDay" | "OneWeek" | "OneMonth";
  /** Who names documents; a name that Firehose gave keeps a retry from adding the document again. */
  readonly documentId: "FIREHOSE_DEFAULT" | "NO_DOCUMENT_ID";
  /** Mebibytes 1–100, seconds 0–900. */
  readonly buffering: Buffering;
  /** 0–7,200. */
  readonly retrySeconds: number;
  readonly processing: Processing;
  readonly backup: S3Location;
  /** Which documents are kept in the backup; set when the delivery stream is made. */
  readonly backupMode: "FailedDocumentsOnly" | "AllDocuments";
}

/** An index of an Amazon OpenSearch Service domain. */
export function openSearchDestination(props: OpenSearchDestinationProps): Destination {
  const { buffering, processing, backup } = props;
  return {
    configuration: (context) => ({
      destination: "opensearch",
      opensearchConfiguration: {
        roleArn: context.roleArn,
        domainArn: props.domainArn,
        indexName: props.index,
        indexRotationPeriod: props.indexRotation,
        documentIdOptions: { defaultDocumentIdFormat: props.documentId },
        bufferingSize: buffering.mebibytes,
        bufferingInterval: buffering.seconds,
        retryDuration: props.retrySeconds,
        processingConfiguration: processingConfiguration(processing),
        s3BackupMode: props.backupMode,
        s3Configuration: backupConfiguration(backup, context),
        cloudwatchLoggingOptions: context.logging.DestinationDelivery,
      },
    }),
    statements: (account) => [
      ...indexStatements(props),
      ...writeStatements(account, [backup]),
      ...processingStatements(processing),
    ],
    metricNames: {
      dataFreshness: "DeliveryToAmazonOpenSearchService.DataFreshness",
      deliverySuccess: "DeliveryToAmazonOpenSearchService.Success",
    },
  };
}

/** The actions, and the paths of reads, that AWS's documentation asks for. */
function indexStatements({ domainArn, index }: OpenSearchDestinationProps): Statement[] {
  const read = ["_all/_settings", "_cluster/stats", "_nodes", "_nodes/stats", "_nodes/*/stats", "_stats"];
  const readOfIndex = [`${index}*/_mapping`, `${index}*/_mapping/*`, `${index}*/_stats`];
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
