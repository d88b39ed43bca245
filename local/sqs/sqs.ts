import type { IncomingMessage } from "node:http";
import { createRequestHandler } from "local-aws-sqs";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";
import { readBody } from "../server/read-body";
import type { Service } from "../server/service";
import type { MessageAttributes } from "../sns/message";
import { answerOf } from "./answer";
import { corrections } from "./corrections";
import { QueueMetrics } from "./queue-metrics";

/** Whose queues they are. */
export interface SqsOptions {
  /** The account in queue ARNs and URLs. */
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  /** Hears what CloudWatch is to know of queues. */
  readonly metrics: MetricRecorder;
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
  /** Tells CloudWatch no more of what queues hold. */
  close(): void;
}

const jsonType = "application/x-amz-json-1.0";
const targetPrefix = "AmazonSQS";
/** SQS takes 1 MiB; JSON may spell a character in six. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Makes an SQS of its own, without queues. */
export function createSqs({ accountId, region, clock, metrics: recorder }: SqsOptions): Sqs {
  const { service: queues, requestHandler } = createRequestHandler({
    ...{ accountId, region },
    // The port in queue URLs comes with each request.
    port: 0,
    // A queue that is replaced is made anew at once: no name lingers for the 60 seconds that it does in AWS.
    emulateQueueCreationLifecycle: false,
  });
  const metrics = new QueueMetrics(recorder, clock);
  const close = metrics.follow(queues);
  const call = async (operation: string, input: object) => {
    const headers = { "content-type": jsonType, "x-amz-target": `${targetPrefix}.${operation}` };
    const answer = await answerOf(requestHandler, headers, JSON.stringify(input));
    metrics.countRequest(operation, { ...input }, answer);
    const { statusCode, body } = answer;
    if (statusCode === 200) return;
    const { __type, message } = JSON.parse(body) as { readonly __type: string; readonly message: string };
    throw new AwsError(__type, message, statusCode);
  };
  return {
    service: {
      name: "sqs",
      targetPrefixes: [targetPrefix],
      async handle(request, response) {
        let isGone = false;
        response.once("close", () => {
          isGone = true;
        });
        const body = await readBody(request, maxBodyBytes);
        // Queue URLs lead back to the endpoint under the name that the client knows it by.
        const { hostname, port } = new URL(`http://${request.headers[":authority"] ?? request.headers.host}`);
        queues.HOSTNAME = hostname;
        queues.PORT = Number(port || 80);
        const operation = operationOf(request);
        const correct = Object.hasOwn(corrections, operation) ? corrections[operation] : undefined;
        const input = parseJson(body.toString("utf8"));
        const answer =
          correct && isObject(input)
            ? await correct({
                ...{ input, queues },
                answer: (corrected) => answerOf(requestHandler, request.headers, JSON.stringify(corrected)),
                isGone: () => isGone,
              })
            : await answerOf(requestHandler, request.headers, body);
        if (isObject(input)) metrics.countRequest(operation, input, answer);
        for (const [name, value] of answer.headers) response.setHeader(name, value);
        response.writeHead(answer.statusCode, { "Content-Length": Buffer.byteLength(answer.body) });
        response.end(answer.body);
      },
    },
    createQueue: (name, attributes = {}) => call("CreateQueue", { QueueName: name, Attributes: attributes }),
    sendMessage: (queueArn, body, attributes) =>
      call("SendMessage", {
        QueueUrl: queueArn.split(":").at(-1),
        MessageBody: body,
        MessageAttributes: attributes,
      }),
    close,
  };
}

/** What a request of the JSON protocol asks for; clients of old speak the query protocol, and get the library's word. */
function operationOf(request: IncomingMessage): string {
  return request.headers["content-type"] === jsonType
    ? String(request.headers["x-amz-target"]).slice(`${targetPrefix}.`.length)
    : "";
}
