import type { AmazonopensearchserviceDestinationDescription } from "@aws-sdk/client-firehose";
import { z } from "zod";
import { exchange, type HttpExchange } from "../../http-exchange";
import { parseJson } from "../../parse-json";
import type { DeliveryRecord } from "../delivery/delivery-record";
import { answerTimeoutMs } from "./answer-timeout";
import { type DeliveryError, deliverWithRetries, type RetryPolicy, type Undelivered } from "./delivery-retries";
import type { DeliveryOutcome, Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";
import { indexName } from "./index-name";
import { excerpt } from "./response-excerpt";

/** A response has an item for each record, and the largest buffer is as long. */
const maxResponseBytes = 100 * 1024 * 1024;

/** AWS: "Firehose retries every 5 minutes until the retry duration ends". */
const intervalSeconds = 300;

const bulkResponse = z.object({
  items: z.array(z.record(z.string(), z.object({ status: z.number(), error: z.unknown().optional() }))),
});

/** Indexes records as documents, through the `_bulk` API of an OpenSearch or Elasticsearch server. */
export class OpenSearchDestination implements Destination {
  readonly #description: AmazonopensearchserviceDestinationDescription;
  readonly #url: string;
  readonly #retry: RetryPolicy;
  readonly #dependencies: DestinationDependencies;

  /** @param clusterEndpoint where the server is; a path of it is kept */
  constructor(
    clusterEndpoint: string,
    description: AmazonopensearchserviceDestinationDescription,
    dependencies: DestinationDependencies,
  ) {
    this.#description = description;
    this.#url = `${clusterEndpoint.replace(/\/$/, "")}/_bulk`;
    const durationSeconds = description.RetryOptions?.DurationInSeconds ?? 300;
    this.#retry = { durationSeconds, countsAttempts: true, intervalSeconds };
    this.#dependencies = dependencies;
  }

  /** Sends a buffer in one request; documents that are refused for now are sent again without the others. */
  deliver(records: readonly DeliveryRecord[], stopping: AbortSignal): Promise<DeliveryOutcome> {
    const attempt = (pending: readonly DeliveryRecord[]) => this.#attempt(pending, stopping);
    return deliverWithRetries(records, attempt, this.#retry, this.#dependencies, stopping);
  }

  async #attempt(records: readonly DeliveryRecord[], stopping: AbortSignal): Promise<readonly Undelivered[]> {
    const lines: Buffer[] = [];
    const sent: DeliveryRecord[] = [];
    const undelivered: Undelivered[] = [];
    for (const record of records) {
      const document = withoutLineEnd(record.data);
      if (document.length === 0 || document.includes("\n")) {
        undelivered.push({ record, error: notOneLine, retriable: false });
        continue;
      }
      sent.push(record);
      lines.push(this.#actionLine(record), document, lineEnd);
    }
    if (sent.length === 0) return undelivered;
    const headers = { "Content-Type": "application/x-ndjson" };
    const request = { url: this.#url, headers, body: Buffer.concat(lines), timeoutMs: answerTimeoutMs };
    const end = await exchange(this.#dependencies, request, stopping, maxResponseBytes);
    return [...undelivered, ...undeliveredOf(end, sent)];
  }

  /** FIREHOSE_DEFAULT gives each document an id that its retries keep; else the server makes one. */
  #actionLine({ recordId, arrivalMs }: DeliveryRecord): Buffer {
    const { IndexName = "", IndexRotationPeriod = "OneDay", TypeName, DocumentIdOptions } = this.#description;
    const action = {
      _index: indexName(IndexName, IndexRotationPeriod, arrivalMs),
      // Only Elasticsearch before 7 has types; an empty name stands for none.
      ...(TypeName && { _type: TypeName }),
      ...(DocumentIdOptions?.DefaultDocumentIdFormat !== "NO_DOCUMENT_ID" && { _id: recordId }),
    };
    return Buffer.from(`${JSON.stringify({ index: action })}\n`);
  }
}

const lineEnd = Buffer.from("\n");

/**
 * AWS asks for records that are single-line JSON, since a line of a bulk request is a document. It would spoil the
 * request for the records beside it, so it fails alone.
 */
const notOneLine: DeliveryError = {
  errorCode: "400",
  errorMessage: "A record for OpenSearch must be a JSON object on a single line, without line ends inside it.",
};

function withoutLineEnd(data: Buffer): Buffer {
  let end = data.length;
  while (end > 0 && (data[end - 1] === 0x0a || data[end - 1] === 0x0d)) end--;
  return data.subarray(0, end);
}

/** Which of the records that were sent are not indexed. */
function undeliveredOf(end: HttpExchange, records: readonly DeliveryRecord[]): readonly Undelivered[] {
  const allFailed = (errorCode: string, errorMessage: string) =>
    records.map((record) => ({ record, error: { errorCode, errorMessage }, retriable: true }));
  if (end.kind === "no response") return allFailed("ES.ServiceException", `No answer of the cluster: ${end.message}`);
  if (end.status !== 200) return allFailed(String(end.status), excerpt(end.text));
  const items = bulkResponse.safeParse(parseJson(end.text)).data?.items;
  if (items?.length !== records.length) {
    return allFailed("ES.ServiceException", `Not the answer to a bulk request: ${excerpt(end.text)}`);
  }
  return items.flatMap((item, position) => {
    const record = records[position];
    const { status, error } = Object.values(item)[0] ?? { status: 500, error: "an empty item" };
    if (!record || status < 400) return [];
    // The document itself is refused, unless the server is too busy or fails.
    const retriable = status === 429 || status >= 500;
    return [{ record, error: { errorCode: String(status), errorMessage: JSON.stringify(error) }, retriable }];
  });
}
