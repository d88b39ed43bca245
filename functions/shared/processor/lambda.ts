import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Surroundings } from "./handler";

/** The table's client. The writer retries by itself, within the invocation's time. */
export const dynamodb = new DynamoDBClient({ maxAttempts: 1 });
// It copies each input to hide secrets in what it logs, also when nobody listens: an eighth of the writer's CPU time.
dynamodb.middlewareStack.remove("loggerMiddleware");
const s3 = new S3Client();

/** What a processor has around it in Lambda. */
export const surroundings: Surroundings = {
  putObject: (input, timeoutMs) =>
    within(timeoutMs, (abortSignal) => s3.send(new PutObjectCommand(input), { abortSignal })),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  // Not console.log, whose prefix would keep CloudWatch from reading metrics out of the line.
  log: (lines) => process.stdout.write(`${lines.join("\n")}\n`),
};

/** Gives a request up after a time. Unlike `AbortSignal.timeout`, lets go of it as soon as it is answered. */
export async function within<T>(timeoutMs: number, send: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await send(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
