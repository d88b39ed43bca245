import type { HttpExchange, NoResponseReason } from "../../http-exchange";
import type { DeliveryError } from "./delivery-retries";
import { excerpt } from "./response-excerpt";

// Codes and wording of AWS's "Splunk data delivery errors".
/** Nobody knows whether the data is indexed. */
export const ackTimeout: DeliveryError = {
  errorCode: "Splunk.AckTimeout",
  errorMessage:
    "Did not receive an acknowledgement from HEC before the HEC acknowledgement timeout expired. Despite the " +
    "acknowledgement timeout, it's possible the data was indexed successfully in Splunk. Amazon Data Firehose backs up " +
    "in Amazon S3 data for which the acknowledgement timeout expired.",
};
/** The token is one that HEC acknowledges nothing for. */
export const disabledAck: DeliveryError = {
  errorCode: "Splunk.DisabledAck",
  errorMessage: "Indexer acknowledgement is disabled for the HEC token. Enable indexer acknowledgement and try again.",
};
const invalidToken: DeliveryError = {
  errorCode: "Splunk.InvalidToken",
  errorMessage: "The HEC token is invalid. Update Amazon Data Firehose with a valid HEC token.",
};
const invalidDataFormat: DeliveryError = {
  errorCode: "Splunk.InvalidDataFormat",
  errorMessage: "The data is not formatted correctly.",
};
const serverError: DeliveryError = {
  errorCode: "Splunk.ServerError",
  errorMessage: "Data delivery to Splunk failed due to a server error from the HEC node.",
};
const connectionClosed: DeliveryError = {
  errorCode: "Splunk.ConnectionClosed",
  errorMessage: "Unable to send data to Splunk due to a connection failure. This might be a transient error.",
};

const noResponseErrors: Readonly<Record<NoResponseReason, DeliveryError>> = {
  "connection-failed": {
    errorCode: "Splunk.InvalidEndpoint",
    errorMessage:
      "Could not connect to the HEC endpoint. Make sure that the HEC endpoint URL is valid and reachable from Amazon " +
      "Data Firehose.",
  },
  "connection-reset": connectionClosed,
  "tls-failure": {
    errorCode: "Splunk.SSLHandshake",
    errorMessage: "Could not connect to the HEC endpoint. Make sure that the certificate and the host are valid.",
  },
  timeout: {
    errorCode: "Splunk.ConnectionTimeout",
    errorMessage:
      "The connection to Splunk timed out. This might be a transient error and the request will be retried.",
  },
  "response-too-large": serverError,
  stopped: connectionClosed,
};

/** {@link disabledAck}, as HEC tells it. */
export const disabledAckCode = 14;

/** By the code of HEC's answer, as in Splunk's "possible error codes". */
const hecErrors: Readonly<Record<number, DeliveryError>> = {
  1: {
    errorCode: "Splunk.DisabledToken",
    errorMessage: "The HEC token is disabled. Enable the token to allow data delivery to Splunk.",
  },
  2: invalidToken,
  3: invalidToken,
  4: invalidToken,
  5: invalidDataFormat,
  6: invalidDataFormat,
  7: {
    errorCode: "Splunk.InvalidIndex",
    errorMessage:
      "The HEC token or input is configured with an invalid index. Check your index configuration and try again.",
  },
  9: { errorCode: "Splunk.IndexerBusy", errorMessage: "The HEC node is busy." },
  12: invalidDataFormat,
  13: invalidDataFormat,
  [disabledAckCode]: disabledAck,
};

/**
 * What HEC's answer says is wrong.
 * @param code of the answer's JSON, if it is such
 */
export function hecError(code: number | undefined, status: number, text: string): DeliveryError {
  const known = code === undefined ? undefined : hecErrors[code];
  return known ?? withDetail(serverError, `${status}: ${excerpt(text)}`);
}

/** Why no answer came. */
export function hecNoResponse({ reason, message }: Extract<HttpExchange, { kind: "no response" }>): DeliveryError {
  return withDetail(noResponseErrors[reason], message);
}

function withDetail({ errorCode, errorMessage }: DeliveryError, detail: string): DeliveryError {
  return { errorCode, errorMessage: `${errorMessage} (${detail})` };
}
