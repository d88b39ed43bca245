import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { makeHandler } from "./handler";
import { readSettings } from "./settings";

const settings = readSettings(process.env);
// The writer retries by itself, within the invocation's time.
const dynamodb = new DynamoDBClient({ maxAttempts: 1 });
// It copies each input to hide secrets in what it logs, also when nobody listens: an eighth of the writer's CPU time.
dynamodb.middlewareStack.remove("loggerMiddleware");
const s3 = new S3Client();

/** The Lambda entry point. */
export const handler = makeHandler({
  batchWrite: (input, timeoutMs) =>
    within(timeoutMs, (abortSignal) => dynamodb.send(new BatchWriteItemCommand(input), { abortSignal })),
  putObject: (input, timeoutMs) =>
    within(timeoutMs, (abortSignal) => s3.send(new PutObjectCommand(input), { abortSignal })),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  // Not console.log, whose prefix would keep CloudWatch from reading metrics out of the line.
  log: (line) => process.stdout.write(`${line}\n`),
  settings,
});

/** Unlike `AbortSignal.timeout`, lets go of the request as soon as it is answered. */
async function within<T>(timeoutMs: number, send: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await send(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
