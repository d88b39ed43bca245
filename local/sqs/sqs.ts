import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createRequestHandler } from "local-aws-sqs";
import { AwsError } from "../aws-error";
import { readBody } from "../server/read-body";
import type { Service } from "../server/service";
import type { MessageAttributes } from "../sns/message";

/** Whose queues they are. */
export interface SqsOptions {
  /** The account in queue ARNs and URLs. */
  readonly accountId: string;
  readonly region: string;
}

/** SQS by local-aws-sqs: the service for the endpoint, and what the host does without a request. */
export interface Sqs {
  readonly service: Service;
  /**
   * Makes a queue; a dead-letter queue must be there before the queue whose RedrivePolicy names it.
   * @param attributes as CreateQueue takes them, such as `{ VisibilityTimeout: "60", RedrivePolicy: "{…}" }`
   * @throws AwsError as CreateQueue does
   */
  createQueue(name: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Puts one message on a queue.
   * @param attributes by name, as SendMessage takes them, binary ones in base64
   * @throws AwsError as SendMessage does: `com.amazonaws.sqs#QueueDoesNotExist` when there is no such queue
   */
  sendMessage(queueArn: string, body: string, attributes?: MessageAttributes): Promise<void>;
}

/** SQS takes 1 MiB; JSON may spell a character in six. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Makes an SQS of its own, without queues. */
export function createSqs(options: SqsOptions): Sqs {
  const { service: queues, requestHandler } = createRequestHandler({
    ...options,
    // The port in queue URLs comes with each request.
    port: 0,
    // A queue that is replaced is made anew at once: no name lingers for the 60 seconds that it does in AWS.
    emulateQueueCreationLifecycle: false,
  });
  const call = (operation: string, input: object) =>
    new Promise<void>((resolve, reject) => {
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` };
      const response = {
        statusCode: 200,
        setHeader: () => undefined,
        end(body: string) {
          if (response.statusCode === 200) return resolve();
          const { __type, message } = JSON.parse(body) as { readonly __type: string; readonly message: string };
          reject(new AwsError(__type, message, response.statusCode));
        },
      };
      requestHandler(replay(headers, JSON.stringify(input)), response as unknown as ServerResponse).catch(reject);
    });
  return {
    service: {
      name: "sqs",
      targetPrefixes: ["AmazonSQS"],
      async handle(request, response) {
        const body = await readBody(request, maxBodyBytes);
        // Queue URLs lead back to the endpoint under the name that the client knows it by.
        const { hostname, port } = new URL(`http://${request.headers[":authority"] ?? request.headers.host}`);
        queues.HOSTNAME = hostname;
        queues.PORT = Number(port || 80);
        await requestHandler(replay(request.headers, body), response);
      },
    },
    createQueue: (name, attributes = {}) => call("CreateQueue", { QueueName: name, Attributes: attributes }),
    sendMessage: (queueArn, body, attributes) =>
      call("SendMessage", {
        QueueUrl: queueArn.split(":").at(-1),
        MessageBody: body,
        MessageAttributes: attributes,
      }),
  };
}

/** A request that has arrived whole: the library would wait for ever for the rest of one that broke off. */
function replay(headers: IncomingHttpHeaders, body: string | Buffer): IncomingMessage {
  return Object.assign(Readable.from([Buffer.from(body)]), { headers }) as unknown as IncomingMessage;
}
