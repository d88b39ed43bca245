import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { VirtualClock } from "../../clock";
import { seededRandom } from "../../random";
import type { DeliveryRecord } from "../delivery/delivery-record";
import type { DeliveryOutcome, Destination } from "./destination";
import type { DestinationDependencies } from "./destination-dependencies";

/** How long a request may take. */
const requestTimeoutMs = 180_000;

/**
 * A clock on which waits between requests pass at once, while a request, whose answer takes real time, may take as
 * long as it needs: its timeout comes only by `advance`.
 */
class ImpatientClock extends VirtualClock {
  override schedule(callback: () => void, delayMs: number): () => void {
    const cancel = super.schedule(callback, delayMs);
    if (delayMs !== requestTimeoutMs) setImmediate(() => this.advance(delayMs));
    return cancel;
  }
}

/** What a destination works with in a test, and what it told. */
export interface DestinationTest extends DestinationDependencies {
  readonly clock: VirtualClock;
  readonly notices: readonly string[];
}

/** Dependencies whose waits pass at once; the time they took shows on the clock. */
export function destinationTest(): DestinationTest {
  const notices: string[] = [];
  return {
    clock: new ImpatientClock(Date.UTC(2026, 0, 1)),
    random: seededRandom(1),
    fetch,
    streamName: "orders",
    deliveryStreamArn: "arn:aws:firehose:eu-west-1:000000000000:deliverystream/orders",
    notices,
    notice: (text) => notices.push(text),
  };
}

/** Records with these data. */
export function deliveryRecords(...data: readonly (string | Buffer)[]): DeliveryRecord[] {
  return data.map((each, position) => ({
    recordId: `4960735736127174081.${position}`,
    data: Buffer.from(each),
    arrivalMs: Date.UTC(2026, 0, 1),
    takenMs: Date.UTC(2026, 0, 1),
    receipt: { settle: () => undefined },
  }));
}

/** Delivers without being stopped. */
export function deliver(destination: Destination, records: readonly DeliveryRecord[]): Promise<DeliveryOutcome> {
  return destination.deliver(records, new AbortController().signal);
}

/** A request that a receiver got. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Decompressed. */
  readonly body: string;
}

/** A server that destinations deliver to. */
export interface Receiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when the receiver has got so many requests in all. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Answers a request that came whole; `position` is how many came before it. */
export type Answer = (request: ReceivedRequest, response: ServerResponse, position: number) => void;

const receivers: Receiver[] = [];
afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.close())));

/** Starts a server on a free port; it is closed when the test ends. */
export async function startReceiver(answer: Answer): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const body = (incoming.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    const request = { path: incoming.url ?? "", headers: incoming.headers, body };
    requests.push(request);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    answer(request, response, requests.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    received: (count) =>
      new Promise((resolve) => (requests.length >= count ? resolve() : waiting.push({ count, resolve }))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  receivers.push(receiver);
  return receiver;
}
