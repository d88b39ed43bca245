import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../functions/bundle";
import type { makeHandler } from "../../functions/stream-processor/handler";
import { functionEnvironment } from "./function-environment";
import { compete } from "./job";

/** The processor as it is deployed: its zip, its environment variables, batch after batch. */
compete(async ({ dynamodb, table, events }) => {
  Object.assign(process.env, functionEnvironment(dynamodb, table));
  const folder = mkdtempSync(join(tmpdir(), "bundled-"));
  const { zipPath } = await bundleFunction("stream-processor");
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zipPath))))
    writeFileSync(join(folder, name), bytes);
  const { handler }: { handler: ReturnType<typeof makeHandler> } = require(join(folder, "index.js"));
  const context = { awsRequestId: "bench", functionName: "stream-processor", getRemainingTimeInMillis: () => 60_000 };
  return async () => {
    for (const event of events) {
      const { batchItemFailures } = await handler(event, context);
      if (batchItemFailures.length > 0) throw new Error(`not all was written: ${JSON.stringify(batchItemFailures)}`);
    }
  };
});
