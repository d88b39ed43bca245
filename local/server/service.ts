import type { IncomingMessage, ServerResponse } from "node:http";

/** What a service knows of the request beside HTTP itself. */
export interface RequestContext {
  /** Sent back as `x-amzn-RequestId` (and `x-amz-request-id` by S3). */
  readonly requestId: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * One AWS service behind the endpoint. HTTP/2 requests come through Node's compatibility layer,
 * so a service sees HTTP/1.1's classes either way. It answers every request, errors included.
 */
export interface Service {
  /** The signing name, as in a SigV4 credential scope: `kinesis`, `dynamodb`, `s3`, `sqs`, `sts`. */
  readonly name: string;
  handle(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void>;
}
