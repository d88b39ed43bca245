import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { HttpEndpointCommonAttribute, HttpEndpointDestinationDescription } from "@aws-sdk/client-firehose";
import { exchange, type HttpRequest } from "../../http-exchange";
import type { DeliveryRecord } from "../delivery/delivery-record";
import { answerTimeoutMs } from "./answer-timeout";
import { deliverWithRetries, type RetryPolicy, type Undelivered } from "./delivery-retries";
import type { DeliveryOutcome, Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";
import { httpEndpointProblem } from "./http-endpoint-response";

// AWS's specification of HTTP endpoint delivery: a request's body before its compression, its records, and a response.
const maxBodyBytes = 64 * 1024 * 1024;
const maxRecords = 10_000;
const maxResponseBytes = 1024 * 1024;

/** What the JSON of a request takes beside its records, and each of them beside its data. */
const envelopeBytes = 200;
const recordEnvelopeBytes = '{"data":""},'.length;

/** Delivers to a server of the user's, in the format of AWS's "HTTP endpoint delivery request and response". */
export class HttpEndpointDestination implements Destination {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #isGzip: boolean;
  readonly #retry: RetryPolicy;
  readonly #dependencies: DestinationDependencies;

  /** @param accessKey sent as it is; a header of it is left out when there is none */
  constructor(
    { EndpointConfiguration, RequestConfiguration, RetryOptions }: HttpEndpointDestinationDescription,
    accessKey: string | undefined,
    dependencies: DestinationDependencies,
  ) {
    this.#url = EndpointConfiguration?.Url ?? "";
    this.#isGzip = RequestConfiguration?.ContentEncoding === "GZIP";
    const attributes = RequestConfiguration?.CommonAttributes ?? [];
    this.#headers = {
      "User-Agent": "Amazon Kinesis Data Firehose Agent/1.0",
      "Content-Type": "application/json",
      // A response must not be encoded; without this, fetch asks for it.
      "Accept-Encoding": "identity",
      "X-Amz-Firehose-Protocol-Version": "1.0",
      "X-Amz-Firehose-Source-Arn": dependencies.deliveryStreamArn,
      ...(this.#isGzip && { "Content-Encoding": "gzip" }),
      ...(accessKey !== undefined && { "X-Amz-Firehose-Access-Key": accessKey }),
      ...(attributes.length > 0 && { "X-Amz-Firehose-Common-Attributes": commonAttributes(attributes) }),
    };
    this.#retry = { durationSeconds: RetryOptions?.DurationInSeconds ?? 300, countsAttempts: false };
    this.#dependencies = dependencies;
  }

  /** Sends a buffer in one request, or in several, one after the other, where one would break AWS's limits. */
  async deliver(records: readonly DeliveryRecord[], stopping: AbortSignal): Promise<DeliveryOutcome> {
    const outcomes: DeliveryOutcome[] = [];
    for (const batch of batches(records)) outcomes.push(await this.#deliverBatch(batch, stopping));
    return {
      delivered: outcomes.flatMap(({ delivered }) => delivered),
      failed: outcomes.flatMap(({ failed }) => failed),
    };
  }

  /** The request stays the same through its retries, its id above all: endpoints tell duplicates by it. */
  async #deliverBatch(batch: readonly DeliveryRecord[], stopping: AbortSignal): Promise<DeliveryOutcome> {
    const requestId = this.#dependencies.random.uuid();
    const request = await this.#request(requestId, batch);
    const attempt = async (): Promise<readonly Undelivered[]> => {
      const end = await exchange(this.#dependencies, request, stopping, maxResponseBytes);
      const error = httpEndpointProblem(end, requestId);
      // 413 is a permanent failure. AWS then drops the batch even where there is an error bucket; here it is kept.
      const retriable = end.kind !== "response" || end.status !== 413;
      return error ? batch.map((record) => ({ record, error, retriable })) : [];
    };
    return deliverWithRetries(batch, attempt, this.#retry, this.#dependencies, stopping);
  }

  async #request(requestId: string, batch: readonly DeliveryRecord[]): Promise<HttpRequest> {
    const timestamp = this.#dependencies.clock.now();
    const records = batch.map(({ data }) => ({ data: data.toString("base64") }));
    const json = Buffer.from(JSON.stringify({ requestId, timestamp, records }));
    const body = this.#isGzip ? await promisify(gzip)(json) : json;
    const headers = { ...this.#headers, "X-Amz-Firehose-Request-Id": requestId };
    return { url: this.#url, headers, body, timeoutMs: answerTimeoutMs };
  }
}

/** The value of the header of common attributes: JSON, which in a header must be ASCII. */
function commonAttributes(attributes: readonly HttpEndpointCommonAttribute[]): string {
  const pairs = attributes.map(({ AttributeName, AttributeValue }) => [AttributeName, AttributeValue]);
  const json = JSON.stringify({ commonAttributes: Object.fromEntries(pairs) });
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Cuts records into such as one request holds, in order. */
function* batches(records: readonly DeliveryRecord[]): Generator<readonly DeliveryRecord[]> {
  let start = 0;
  let bytes = envelopeBytes;
  for (const [position, { data }] of records.entries()) {
    const recordBytes = Math.ceil(data.length / 3) * 4 + recordEnvelopeBytes;
    if (position > start && (position - start === maxRecords || bytes + recordBytes > maxBodyBytes)) {
      yield records.slice(start, position);
      start = position;
      bytes = envelopeBytes;
    }
    bytes += recordBytes;
  }
  if (start < records.length) yield records.slice(start);
}
