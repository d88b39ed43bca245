import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";
import type { Answer } from "./answer";
import type { Queues } from "./corrections";

/** Messages of a queue that were first seen together. */
interface Arrivals {
  readonly atMs: number;
  messages: number;
}

type Input = Readonly<Record<string, unknown>>;
type Queue = Queues["Queues"][number];

/** CloudWatch's metrics of all queues ("Available CloudWatch metrics for Amazon SQS"). */
export class QueueMetrics {
  /** By queue, the oldest first. The library tells no message's age: the first that came are taken to go first. */
  readonly #arrivals = new WeakMap<Queue, Arrivals[]>();

  constructor(
    private readonly recorder: MetricRecorder,
    private readonly clock: Clock,
  ) {}

  /** Goes on telling what queues hold; the returned function ends that. */
  follow(queues: Queues): () => void {
    return this.recorder.onSample(() => {
      for (const queue of queues.Queues) this.#sample(queue);
    });
  }

  /** Counts what a request to a queue did: its operation, and what it was answered. */
  countRequest(operation: string, input: Input, { statusCode, body }: Answer): void {
    if (statusCode !== 200) return;
    for (const [name, messages] of countsOf(operation, body)) {
      if (messages > 0) this.#metric(queueName(input), name, "Count").record(messages);
    }
    for (const { MessageBody } of sentMessages(operation, input, body)) {
      this.#metric(queueName(input), "SentMessageSize", "Bytes").record(Buffer.byteLength(String(MessageBody)));
    }
  }

  #sample(queue: Queue): void {
    const attributes: Readonly<Record<string, unknown>> = queue.getAttributes(["All"]);
    const all = Number(attributes["ApproximateNumberOfMessages"]);
    const inFlight = Number(attributes["ApproximateNumberOfMessagesNotVisible"]);
    const { QueueName: name } = queue;
    // The library counts among the messages to receive those that are in flight.
    this.#metric(name, "ApproximateNumberOfMessagesVisible", "Count").record(all - inFlight);
    this.#metric(name, "ApproximateNumberOfMessagesNotVisible", "Count").record(inFlight);
    this.#metric(name, "ApproximateAgeOfOldestMessage", "Seconds").record(this.#oldestAgeSeconds(queue, all));
  }

  #oldestAgeSeconds(queue: Queue, messages: number): number {
    const nowMs = this.clock.now();
    const arrivals = this.#arrivals.get(queue) ?? [];
    this.#arrivals.set(queue, arrivals);
    let gone = arrivals.reduce((known, { messages }) => known + messages, 0) - messages;
    if (gone < 0) arrivals.push({ atMs: nowMs, messages: -gone });
    for (let first = arrivals[0]; first && gone > 0; first = arrivals[0]) {
      const going = Math.min(gone, first.messages);
      first.messages -= going;
      gone -= going;
      if (first.messages === 0) arrivals.shift();
    }
    const [oldest] = arrivals;
    return oldest ? (nowMs - oldest.atMs) / 1_000 : 0;
  }

  #metric(QueueName: string, name: string, unit: string) {
    return this.recorder.metric("AWS/SQS", name, { QueueName }, unit);
  }
}

/** A queue's URL ends in its name. */
function queueName({ QueueUrl }: Input): string {
  return String(QueueUrl).split("/").at(-1) ?? "";
}

/** Of an answer that is no error: by CloudWatch's name, how many messages. */
function countsOf(operation: string, body: string): readonly (readonly [name: string, messages: number])[] {
  switch (operation) {
    case "SendMessage":
      return [["NumberOfMessagesSent", 1]];
    case "SendMessageBatch":
      return [["NumberOfMessagesSent", listIn(body, "Successful").length]];
    case "ReceiveMessage": {
      const received = listIn(body, "Messages").length;
      return [
        ["NumberOfMessagesReceived", received],
        ["NumberOfEmptyReceives", received === 0 ? 1 : 0],
      ];
    }
    case "DeleteMessage":
      return [["NumberOfMessagesDeleted", 1]];
    case "DeleteMessageBatch":
      return [["NumberOfMessagesDeleted", listIn(body, "Successful").length]];
    default:
      return [];
  }
}

/** Those that the queue took. */
function sentMessages(operation: string, input: Input, body: string): readonly Input[] {
  if (operation === "SendMessage") return [input];
  if (operation !== "SendMessageBatch") return [];
  const sent = new Set(listIn(body, "Successful").map(({ Id }) => Id));
  const { Entries } = input;
  return Array.isArray(Entries) ? Entries.filter(isObject).filter(({ Id }) => sent.has(Id)) : [];
}

function listIn(body: string, member: string): readonly Input[] {
  const answer = parseJson(body);
  const list = isObject(answer) ? answer[member] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
