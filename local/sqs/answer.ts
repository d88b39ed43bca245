import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** What local-aws-sqs answers. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Empty for an operation without output. */
  readonly body: string;
}

/** The library's way in, made for Node's HTTP server. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Has the library answer a request that has arrived whole: it would wait for ever for the rest of one that broke off,
 * and keep for itself what it answers.
 */
export function answerOf(
  handler: RequestHandler,
  headers: IncomingHttpHeaders,
  body: string | Buffer,
): Promise<Answer> {
  const request = Object.assign(Readable.from([Buffer.from(body)]), { headers });
  return new Promise((resolve, reject) => {
    const given = new Map<string, string>();
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: string) => given.set(name, value),
      end: (text = "") => resolve({ statusCode: response.statusCode, headers: given, body: text }),
    };
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse).catch(reject);
  });
}
