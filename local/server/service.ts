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
 * so a service sees HTTP/1.1's classes either way. It answers every request, errors included;
 * what it throws the endpoint logs and answers with 500 `InternalFailure`.
 */
export interface Service {
  /** The signing name, as in a SigV4 credential scope: `kinesis`, `dynamodb`, `s3`, `sqs`, `sts`. */
  readonly name: string;
  /** What stands before the dot in `X-Amz-Target`, such as `Kinesis_20131202`: JSON services. */
  readonly targetPrefixes?: readonly string[];
  /** Values of a form's `Action` that find this service when a request is not signed: query services. */
  readonly queryActions?: readonly string[];
  handle(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void>;
}
