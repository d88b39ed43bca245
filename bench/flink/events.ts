import { type KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { input } from "./aggregates-job";

const batchSize = 500;

/** What is sent, in the order of time. */
export interface Events {
  readonly count: number;
  readonly users: number;
  /** Milliseconds since the epoch of the first. */
  readonly firstMs: number;
  /** From the first to the last. */
  readonly spanMs: number;
}

/** Puts events of 200 bytes, those of a user in order, one request after another so that shards stay abreast. */
export async function putEvents(client: KinesisClient, { count, users, firstMs, spanMs }: Events): Promise<void> {
  for (let sent = 0; sent < count; sent += batchSize) {
    const Records = Array.from({ length: Math.min(batchSize, count - sent) }, (_, at) => {
      const number = sent + at;
      const user = `user-${number % users}`;
      return { Data: event(number, user, firstMs + Math.floor((number * spanMs) / count)), PartitionKey: user };
    });
    const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: input, Records }));
    if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} of ${Records.length} events were refused`);
  }
}

/** Puts one event of a later time into each shard, so that the watermark passes all windows before it. */
export async function closeWindows(client: KinesisClient, atMs: number): Promise<void> {
  await putEvents(client, { count: batchSize, users: batchSize, firstMs: atMs, spanMs: 0 });
}

function event(number: number, user: string, timestamp: number): Buffer {
  const fields = {
    event_id: `event-${number}`,
    user_id: user,
    event_type: number % 2 ? "click" : "view",
    timestamp,
    value: number % 1_000,
  };
  const text = JSON.stringify({
    ...fields,
    metadata: { device: "mobile", browser: "firefox", country: "AT", note: "" },
  });
  return Buffer.from(text.replace('"note":""', `"note":"${"x".repeat(Math.max(0, 200 - text.length))}"`));
}
