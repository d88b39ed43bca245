import { EventEmitter, once } from "node:events";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { seededRandom } from "../random";
import { startEndpoint } from "../server/endpoint";
import { createSqs, type Sqs } from "../sqs/sqs";
import { childText, parseXml, type XmlElement } from "../xml";
import { snsService } from "./service";
import { Sns } from "./sns";

const account = { accountId: "000000000000", region: "ap-northeast-1" };

/** How long a listener may take. */
const requestTimeoutMs = 15_000;

/** A clock on which waits between requests pass at once, while requests, whose answers take real time, may take it. */
class ImpatientClock extends VirtualClock {
  override schedule(callback: () => void, delayMs: number): () => void {
    const cancel = super.schedule(callback, delayMs);
    if (delayMs !== requestTimeoutMs) setImmediate(() => this.advance(delayMs));
    return cancel;
  }
}

/** SNS and SQS behind one endpoint, for a test. */
export interface StartedSns {
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly clock: VirtualClock;
  readonly url: string;
  /** What the person was told. */
  readonly notices: readonly string[];
  /** Resolves when the person is told something. */
  noticed(): Promise<void>;
  queueArn(name: string): string;
  /** The bodies of the next messages of a queue, and their attributes; waits for the first. */
  received(queue: string): Promise<readonly { readonly body: string; readonly attributes: object | undefined }[]>;
  /**
   * Calls an operation as an unsigned form, of parameters as AWS's clients spell them.
   * @returns the result's element @throws Error `<code>: <message>`
   */
  call(action: string, parameters?: Readonly<Record<string, string>>): Promise<XmlElement>;
  close(): Promise<void>;
}

/** Starts them, without topics and queues. */
export async function startSns(): Promise<StartedSns> {
  const clock = new ImpatientClock();
  const told = new EventEmitter();
  const notices: string[] = [];
  const sqs = createSqs({ ...account, clock, metrics: noMetrics });
  const sns = new Sns({
    ...account,
    clock,
    metrics: noMetrics,
    random: seededRandom(1),
    fetch,
    sendMessage: sqs.sendMessage,
    endpointUrl: () => endpoint.url,
    notice(line) {
      notices.push(line);
      told.emit("notice");
    },
  });
  const endpoint = await startEndpoint({ port: 0, services: [sqs.service, snsService(sns)], ...account });
  const { url } = endpoint;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new SQSClient({ endpoint: url, region: account.region, credentials, maxAttempts: 1 });
  return {
    ...{ sns, sqs, clock, url, notices },
    async noticed() {
      await once(told, "notice");
    },
    queueArn: (name) => `arn:aws:sqs:${account.region}:${account.accountId}:${name}`,
    async received(queue) {
      const QueueUrl = `${url}/${account.accountId}/${queue}`;
      for (;;) {
        const input = { QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
        if (Messages.length > 0) {
          return Messages.map(({ Body = "", MessageAttributes }) => ({ body: Body, attributes: MessageAttributes }));
        }
      }
    },
    async call(action, parameters = {}) {
      const body = new URLSearchParams({ Action: action, Version: "2010-03-31", ...parameters });
      const response = await fetch(url, { method: "POST", body });
      const [result] = parseXml(await response.text())?.children ?? [];
      if (!result) throw new Error(`${action} answered without XML`);
      if (result.name !== "Error") return result;
      throw new Error(`${childText(result, "Code")}: ${childText(result, "Message")}`);
    },
    async close() {
      client.destroy();
      await sns.close();
      await endpoint.close();
    },
  };
}
