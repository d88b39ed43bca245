import { z } from "zod";
import type { HttpExchange, NoResponseReason } from "../../http-exchange";
import { parseJson } from "../../parse-json";
import type { DeliveryError } from "./delivery-retries";
import { excerpt } from "./response-excerpt";

const response = z.strictObject({
  requestId: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  errorMessage: z.unknown().optional(),
});

/**
 * What is wrong with how a request to an HTTP endpoint ended, with codes of AWS's "Troubleshooting HTTP endpoints";
 * undefined when its records are delivered.
 */
export function httpEndpointProblem(end: HttpExchange, requestId: string): DeliveryError | undefined {
  if (end.kind === "no response") {
    const { errorCode, errorMessage } = noResponseErrors[end.reason];
    return { errorCode, errorMessage: `${errorMessage} (${end.message})` };
  }
  if (end.status !== 200) {
    return {
      errorCode: "HttpEndpoint.DestinationException",
      errorMessage:
        "Delivery to the endpoint was unsuccessful. See Troubleshooting HTTP Endpoints in the Firehose documentation " +
        `for more information. Response received with status code. ${end.status}: ${excerpt(end.text)}`,
    };
  }
  const fault = faultOf(end.headers, end.text, requestId);
  if (fault === undefined) return undefined;
  return {
    errorCode: "HttpEndpoint.InvalidResponseFromDestination",
    errorMessage:
      "The response received from the specified endpoint is invalid. Contact the owner of the endpoint to resolve the " +
      `issue. Response for request ${requestId} ${fault}. Raw response received: 200 ${excerpt(end.text)}`,
  };
}

/** How a response with status 200 breaks the specification; undefined when it keeps it. */
function faultOf(headers: Headers, text: string, requestId: string): string | undefined {
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") return "has no content-type: application/json header";
  if (headers.has("content-encoding")) return "is content-encoded";
  const { data } = response.safeParse(parseJson(text));
  if (!data) return "is not recognized as valid JSON or has unexpected fields";
  if (data.requestId === undefined) return "has no requestId";
  if (data.requestId !== requestId) return "has another requestId";
  if (typeof data.timestamp !== "number") return "has no timestamp that is a number";
  return undefined;
}

const connectionReset = {
  errorCode: "HttpEndpoint.ConnectionReset",
  errorMessage:
    "Unable to maintain connection with the endpoint. Contact the owner of the endpoint to resolve this issue.",
};

const noResponseErrors: Readonly<Record<NoResponseReason, DeliveryError>> = {
  "connection-failed": {
    errorCode: "HttpEndpoint.ConnectionFailed",
    errorMessage:
      "Unable to connect to the destination endpoint. Contact the owner of the endpoint to resolve this issue.",
  },
  "connection-reset": connectionReset,
  "tls-failure": {
    errorCode: "HttpEndpoint.SSLHandshakeFailure",
    errorMessage:
      "Unable to complete an SSL Handshake with the endpoint. Contact the owner of the endpoint to resolve this issue.",
  },
  timeout: {
    errorCode: "HttpEndpoint.RequestTimeout",
    errorMessage: "The request timed out before a response was received and will be retried.",
  },
  "response-too-large": {
    errorCode: "HttpEndpoint.ResponseTooLarge",
    errorMessage:
      "The response received from the endpoint is too large. Contact the owner of the endpoint to resolve this issue.",
  },
  stopped: connectionReset,
};
