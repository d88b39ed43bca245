import type { createRequestHandler } from "local-aws-sqs";
import type { Answer } from "./answer";

/** The library's queues. */
export type Queues = ReturnType<typeof createRequestHandler>["service"];

/** What a correction works with. */
export interface Corrected {
  readonly input: Readonly<Record<string, unknown>>;
  readonly queues: Queues;
  /** The library's own answer to the operation, with this input. */
  readonly answer: (input: object) => Promise<Answer>;
  /** Whether the client waits no more. */
  readonly isGone: () => boolean;
}

/** By operation: what the library does otherwise than SQS, put right. */
export const corrections: Readonly<Record<string, (corrected: Corrected) => Promise<Answer>>> = {
  GetQueueAttributes: countVisible,
  PurgeQueue: purge,
  ReceiveMessage: receive,
};

const maxWaitSeconds = 20;

/** The library waits to the end for as many messages as were asked for; SQS answers as soon as there is one. */
async function receive({ input, queues, answer, isGone }: Corrected): Promise<Answer> {
  const waitSeconds = Number(input["WaitTimeSeconds"] ?? queueOf(queues, input)?.ReceiveMessageWaitTimeSeconds ?? 0);
  // What is wrong with it the library says.
  if (!(waitSeconds >= 0 && waitSeconds <= maxWaitSeconds)) return answer(input);
  const endMs = Date.now() + waitSeconds * 1_000;
  for (;;) {
    const answered = await answer({ ...input, WaitTimeSeconds: 0 });
    if (answered.body !== "" || isGone() || Date.now() >= endMs) return answered;
  }
}

/** The library counts among the messages to receive those that are in flight. */
async function countVisible({ input, queues, answer }: Corrected): Promise<Answer> {
  const answered = await answer(input);
  const queue = queueOf(queues, input);
  if (answered.statusCode !== 200 || answered.body === "" || !queue) return answered;
  const output = JSON.parse(answered.body) as { readonly Attributes: Record<string, string> };
  const { ApproximateNumberOfMessages: all, ApproximateNumberOfMessagesNotVisible: inFlight } = queue.getAttributes([
    "All",
  ]);
  if (output.Attributes["ApproximateNumberOfMessages"] === undefined) return answered;
  output.Attributes["ApproximateNumberOfMessages"] = String(Number(all) - Number(inFlight));
  return { ...answered, body: JSON.stringify(output) };
}

/** The library purges after a minute, and with the others those messages that were sent meanwhile. */
async function purge({ input, queues, answer }: Corrected): Promise<Answer> {
  const queue = queueOf(queues, input);
  if (!queue) return answer(input);
  queue.clearRecords();
  return { statusCode: 200, headers: new Map([["Content-Type", "application/x-amz-json-1.0"]]), body: "" };
}

/** A queue's URL ends in its name. */
function queueOf(queues: Queues, { QueueUrl }: Readonly<Record<string, unknown>>) {
  const name = String(QueueUrl).split("/").at(-1);
  return queues.Queues.find(({ QueueName }) => QueueName === name);
}
