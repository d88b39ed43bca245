import type { SplunkDestinationDescription } from "@aws-sdk/client-firehose";
import { z } from "zod";
import { sleep } from "../../clock";
import { exchange, type HttpExchange } from "../../http-exchange";
import { parseJson } from "../../parse-json";
import type { DeliveryRecord } from "../delivery/delivery-record";
import { answerTimeoutMs } from "./answer-timeout";
import { type DeliveryError, deliverWithRetries, type RetryPolicy } from "./delivery-retries";
import type { DeliveryOutcome, Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";
import { ackTimeout, disabledAck, disabledAckCode, hecError, hecNoResponse } from "./splunk-errors";

const maxResponseBytes = 1024 * 1024;

/** Neither AWS nor Splunk says how often to ask. */
const pollIntervalMs = 1_000;

/** What HEC answers to data, and to a query of acknowledgments. */
const hecResponse = z.object({
  code: z.number().optional(),
  ackId: z.number().optional(),
  acks: z.record(z.string(), z.boolean()).optional(),
});

function readHecResponse(text: string): z.infer<typeof hecResponse> {
  return hecResponse.safeParse(parseJson(text)).data ?? {};
}

/** Delivers to Splunk's HTTP Event Collector (HEC), and waits until the indexer acknowledges. */
export class SplunkDestination implements Destination {
  readonly #endpoint: string;
  readonly #path: string;
  readonly #ackTimeoutMs: number;
  readonly #headers: Readonly<Record<string, string>>;
  /** What acknowledgments are counted by: one client has one. */
  readonly #channel: string;
  readonly #retry: RetryPolicy;
  readonly #dependencies: DestinationDependencies;

  /** @param hecToken left out of requests when there is none, so that HEC refuses them */
  constructor(
    description: SplunkDestinationDescription,
    hecToken: string | undefined,
    dependencies: DestinationDependencies,
  ) {
    this.#endpoint = description.HECEndpoint?.replace(/\/$/, "") ?? "";
    this.#path = description.HECEndpointType === "Event" ? "event" : "raw";
    this.#ackTimeoutMs = (description.HECAcknowledgmentTimeoutInSeconds ?? 180) * 1000;
    this.#channel = dependencies.random.uuid();
    this.#headers = {
      "X-Splunk-Request-Channel": this.#channel,
      ...(hecToken !== undefined && { Authorization: `Splunk ${hecToken}` }),
    };
    this.#retry = { durationSeconds: description.RetryOptions?.DurationInSeconds ?? 300, countsAttempts: false };
    this.#dependencies = dependencies;
  }

  /** Sends a buffer as one request: the bytes of its records, with nothing between them. */
  deliver(records: readonly DeliveryRecord[], stopping: AbortSignal): Promise<DeliveryOutcome> {
    const body = Buffer.concat(records.map(({ data }) => data));
    const attempt = async () => {
      const error = await this.#send(body, stopping);
      return error ? records.map((record) => ({ record, error, retriable: true })) : [];
    };
    return deliverWithRetries(records, attempt, this.#retry, this.#dependencies, stopping);
  }

  /** Resolves to what went wrong, or undefined once the data is acknowledged. */
  async #send(body: Buffer, stopping: AbortSignal): Promise<DeliveryError | undefined> {
    const deadlineMs = this.#dependencies.clock.now() + this.#ackTimeoutMs;
    const end = await this.#post(this.#path, body, stopping);
    if (end.kind === "no response") return hecNoResponse(end);
    const { code, ackId } = readHecResponse(end.text);
    if (end.status !== 200) return hecError(code, end.status, end.text);
    if (ackId === undefined) return disabledAck;
    return this.#awaitAcknowledgment(ackId, deadlineMs, stopping);
  }

  /** A query that fails is no answer: only the timeout ends the wait, or HEC's word that it acknowledges nothing. */
  async #awaitAcknowledgment(
    ackId: number,
    deadlineMs: number,
    stopping: AbortSignal,
  ): Promise<DeliveryError | undefined> {
    const { clock } = this.#dependencies;
    const query = Buffer.from(JSON.stringify({ acks: [ackId] }));
    while (clock.now() < deadlineMs) {
      const end = await this.#post("ack", query, stopping);
      if (end.kind === "response") {
        const { acks, code } = readHecResponse(end.text);
        if (acks?.[ackId]) return undefined;
        if (code === disabledAckCode) return disabledAck;
      } else if (end.reason === "stopped") {
        return hecNoResponse(end);
      }
      await sleep(clock, Math.min(pollIntervalMs, deadlineMs - clock.now()), stopping);
    }
    return ackTimeout;
  }

  #post(path: string, body: Buffer, stopping: AbortSignal): Promise<HttpExchange> {
    const url = `${this.#endpoint}/services/collector/${path}?channel=${this.#channel}`;
    const request = { url, headers: this.#headers, body, timeoutMs: answerTimeoutMs };
    return exchange(this.#dependencies, request, stopping, maxResponseBytes);
  }
}
