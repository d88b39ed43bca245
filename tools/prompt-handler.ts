import { NodeHttpHandler } from "@smithy/node-http-handler";

/** How an SDK client of a verb sends: it is answered soon, or says that it can't be. */
export function promptHandler(): NodeHttpHandler {
  // Kinesis's client would speak HTTP/2, which few things know that stand for AWS.
  return new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Without this the time that is out is a warning, and the wait goes on.
    throwOnRequestTimeout: true,
  });
}
