import type { ServerResponse } from "node:http";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { AwsError } from "../aws-error";
import type { Codec } from "./codec";

/** One event of a stream. */
export interface StreamEvent<Payload = unknown> {
  /** Of the operation's union, such as `SubscribeToShardEvent`. */
  readonly type: string;
  /** Its members. */
  readonly payload: Payload;
}

/** An operation's output that goes on: events, each written when the client has room for it. */
export class EventStream<Payload = unknown> {
  constructor(
    /** Waits for the next event, undefined at the end. Rejects with an `AwsError`, which the client gets as last event. */
    readonly next: () => Promise<StreamEvent<Payload> | undefined>,
    /** Called when the client is gone, so that `next` waits no longer. */
    readonly end: () => void,
  ) {}
}

const frames = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text),
);

/**
 * Answers with `application/vnd.amazon.eventstream`: HTTP/1.1's chunks or HTTP/2's frames carry the messages.
 * Resolves when the stream is over, or the client is gone.
 */
export async function sendEventStream(response: ServerResponse, stream: EventStream, codec: Codec): Promise<void> {
  let isOpen = true;
  let onRoom: () => void = () => undefined;
  response.on("drain", () => onRoom());
  response.on("close", () => {
    isOpen = false;
    stream.end();
    onRoom();
  });
  const send = async (type: string, payload: unknown, kind: "event" | "exception" = "event") => {
    if (!isOpen) return;
    const hasRoom = response.write(frame(kind, type, codec, payload));
    if (!hasRoom) await new Promise<void>((resolve) => (onRoom = resolve));
  };
  response.writeHead(200, { "Content-Type": "application/vnd.amazon.eventstream" });
  await send("initial-response", {});
  try {
    for (let event = await stream.next(); event && isOpen; event = await stream.next()) {
      await send(event.type, event.payload);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    await send(error.code, { message: error.message }, "exception");
  }
  if (isOpen) response.end();
}

function frame(kind: "event" | "exception", type: string, codec: Codec, payload: unknown): Uint8Array {
  const text = (value: string) => ({ type: "string" as const, value });
  return frames.encode({
    headers: {
      ":message-type": text(kind),
      [`:${kind}-type`]: text(type),
      ":content-type": text(codec.contentType),
    },
    body: codec.encode(payload),
  });
}
